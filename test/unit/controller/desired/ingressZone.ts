import {
  createForwardZone,
  type ForwardZone,
  type ForwardZoneDeps,
} from '../../../../src/controller/desired/createForwardZone.ts';
import type { RecordOptions } from '../../../../src/records/recordOptions.ts';
import { defaultRecordOptions } from '../../../support/defaultOptions.ts';
import { createTestStore } from '../../../support/testStore.ts';

export const zone = 'k8s.example.';

/** A zone, and Ingresses that ask for names in it. */
export type IngressZone = {
  readonly desired: ForwardZone;
  /**
   * An Ingress of a namespace asks for hosts, at addresses or at a host name; without any it waits for some.
   * The first letter of the namespace tells the month it is from. Returns what was to be looked at.
   */
  readonly put: (namespace: string, hosts: readonly string[], at?: readonly string[]) => readonly string[];
  readonly remove: (namespace: string) => readonly string[];
};

export const ingressKey = (namespace: string): string => `Ingress/${namespace}/all`;

export const ingressRef = (namespace: string) => ({ kind: 'Ingress', namespace, name: 'all' });

export const openIngressZone = (
  given: Partial<RecordOptions> = {},
  onProblems: ForwardZoneDeps['onProblems'] = () => undefined,
): IngressZone => {
  const store = createTestStore();
  const patterns = ['**.{zone}', '*.{zone}', '*.apps.{zone}', '*.a.apps.{zone}', '*.other.{zone}'];
  const desired = createForwardZone({
    options: {
      ...defaultRecordOptions(zone),
      sources: ['ingress'],
      allow: [{ scope: {}, patterns }],
      ...given,
    },
    others: [],
    onProblems,
    onContest: () => undefined,
  });
  const take = (namespace: string): readonly string[] =>
    desired.put(ingressKey(namespace), store.origin(ingressKey(namespace)));
  return {
    desired,
    put: (namespace, hosts, at = ['192.0.2.1']) => {
      const month = String(namespace.charCodeAt(0) - 'a'.charCodeAt(0) + 1).padStart(2, '0');
      store.putObject('ingresses', {
        metadata: { namespace, name: 'all', creationTimestamp: `2026-01-${month}T00:00:00Z` },
        spec: { rules: hosts.map((host) => ({ host })) },
        status: {
          loadBalancer: {
            ingress: at.map((one) => (/^[\d.]+$/.test(one) ? { ip: one } : { hostname: one })),
          },
        },
      });
      return take(namespace);
    },
    remove: (namespace) => {
      store.removeObject('ingresses', `${namespace}/all`);
      return take(namespace);
    },
  };
};
