import type { ServiceKey } from '../../model/service.ts';
import { isJsonObject, type JsonObject, objectAt, textAt } from '../../store/jsonObject.ts';

/** A condition of a Service (metav1.Condition): whether BIND answers for its names. */
export type ServiceCondition = {
  readonly status: 'True' | 'False';
  /** One word in CamelCase, for machines: `Conflict`. */
  readonly reason: string;
  /** For people. */
  readonly message: string;
};

/** The condition as it stands on one Service, which a later one of the same name does not have. */
export type StandingCondition = ServiceCondition & {
  readonly uid: string;
  /** When the status last became another one (RFC 3339). */
  readonly lastTransitionTime: string;
};

export const conditionType = 'k8s-bind.io/Published';
export const fieldManager = 'k8s-bind';

/**
 * What server-side apply is given: everything of the status that is ours. Without a condition, the one that
 * we set before is taken away. The UID keeps it from a Service that was made anew.
 */
export const conditionPatch = (
  key: ServiceKey,
  uid: string,
  condition: StandingCondition | undefined,
): JsonObject => {
  const [namespace = '', name = ''] = key.split('/');
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { namespace, name, uid },
    ...(condition && {
      status: {
        conditions: [
          {
            type: conditionType,
            status: condition.status,
            reason: condition.reason,
            message: condition.message,
            lastTransitionTime: condition.lastTransitionTime,
          },
        ],
      },
    }),
  };
};

/** Our condition on a Service as the API gives it; undefined where there is none. */
export const conditionOf = (service: JsonObject): StandingCondition | undefined => {
  const { conditions } = objectAt(service, 'status') as { readonly conditions?: unknown };
  const list: readonly unknown[] = Array.isArray(conditions) ? conditions : [];
  const ours = list.find((one) => isJsonObject(one) && one['type'] === conditionType);
  if (!isJsonObject(ours)) return undefined;
  return {
    uid: textAt(objectAt(service, 'metadata'), 'uid'),
    status: ours['status'] === 'True' ? 'True' : 'False',
    reason: textAt(ours, 'reason'),
    message: textAt(ours, 'message'),
    lastTransitionTime: textAt(ours, 'lastTransitionTime'),
  };
};

export const sameCondition = (a: ServiceCondition, b: ServiceCondition): boolean =>
  a.status === b.status && a.reason === b.reason && a.message === b.message;
