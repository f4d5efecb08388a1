import { exactList } from '../../exactList.ts';
import type { ParentRef, Route, RouteKind } from '../../model/route.ts';
import { arrayAt, isJsonObject, type JsonObject, objectAt, textAt } from '../jsonObject.ts';
import { conditionAt } from './conditionAt.ts';
import type { Projection, ProjectionContext } from './projection.ts';
import { sourceObject } from './sourceObject.ts';

const apiGroup = 'gateway.networking.k8s.io';

/** A route of one kind (gateway.networking.k8s.io/v1). */
export const projectRoute =
  (kind: RouteKind) =>
  (json: JsonObject, context: ProjectionContext): Projection<Route> => {
    const { ref, uid, createdMs, labels, annotations } = sourceObject(kind, json, context);
    const spec = objectAt(json, 'spec');
    const { generation } = objectAt(json, 'metadata') as { readonly generation?: unknown };
    const refOf = (json: unknown): readonly ParentRef[] => parentRef(json, ref.namespace, context);
    const acceptedRef = (parent: unknown): readonly ParentRef[] =>
      isJsonObject(parent) && conditionAt(parent, 'Accepted', generation) === 'True'
        ? refOf(parent['parentRef'])
        : [];
    const object: Route = {
      ref,
      uid,
      createdMs,
      labels,
      annotations,
      kind,
      hostnames: exactList(arrayAt(spec, 'hostnames').filter((text) => typeof text === 'string')),
      parentRefs: context.interner.list(arrayAt(spec, 'parentRefs').flatMap(refOf)),
      acceptedBy: context.interner.list(arrayAt(objectAt(json, 'status'), 'parents').flatMap(acceptedRef)),
    };
    return { object, problems: [] };
  };

/** None for a parent that is no Gateway and no ListenerSet, such as a Service of a mesh. */
const parentRef = (
  json: unknown,
  ownNamespace: string,
  { interner }: ProjectionContext,
): readonly ParentRef[] => {
  if (!isJsonObject(json)) return [];
  const kind = json['kind'] ?? 'Gateway';
  if ((json['group'] ?? apiGroup) !== apiGroup || (kind !== 'Gateway' && kind !== 'ListenerSet')) return [];
  const port = json['port'];
  const ref = {
    kind,
    namespace: interner.text(textAt(json, 'namespace') || ownNamespace),
    name: interner.text(textAt(json, 'name')),
    sectionName: interner.text(textAt(json, 'sectionName')),
    port: typeof port === 'number' ? port : 0,
  } as const;
  return [ref];
};
