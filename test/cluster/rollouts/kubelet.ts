import { setTimeout as pause } from 'node:timers/promises';
import type { AddressNames } from './probedName.ts';
import type { World } from './world.ts';

/** The node that all Pods are bound to. */
export const kubeletNode = 'node-1';

export interface Kubelet extends AsyncDisposable {
  /** Waits until so many Pods are ready and no other is there, and returns their addresses. */
  readonly addressesOf: (app: string) => readonly string[];
}

interface Pod {
  readonly metadata: {
    readonly name: string;
    readonly uid: string;
    readonly labels: Readonly<Record<string, string>>;
    readonly deletionTimestamp?: string;
  };
  readonly spec: { readonly nodeName?: string };
}

const pods = '/api/v1/namespaces/default/pods';
const restMs = 100;

/**
 * Does what the scheduler and a kubelet would: binds each Pod, gives it addresses, makes it ready a moment
 * later, and ends one that is deleted.
 *
 * @param names those of each `app`: what its Pods have may be answered
 */
export function startKubelet(
  { api, nextAddresses }: World,
  names: ReadonlyMap<string, Pick<AddressNames, 'allow'>>,
): Kubelet {
  const stop = new AbortController();
  /** By uid: a Pod of a StatefulSet has the name of the one before. */
  const known = new Map<string, { readonly app: string; readonly addresses: readonly string[] }>();

  const admit = async ({ metadata: { name, uid, labels } }: Pod): Promise<void> => {
    const app = labels['app'] ?? '';
    const addresses = nextAddresses();
    names.get(app)?.allow(addresses);
    known.set(uid, { app, addresses });
    const target = { kind: 'Node', name: kubeletNode };
    await api('POST', `${pods}/${name}/binding`, { metadata: { name }, target });
    await api('PATCH', `${pods}/${name}/status`, { status: statusOf(addresses, false) });
    await api('PATCH', `${pods}/${name}/status`, { status: statusOf(addresses, true) });
  };
  const end = async ({ metadata: { name, uid } }: Pod): Promise<void> => {
    known.delete(uid);
    await api('DELETE', `${pods}/${name}?gracePeriodSeconds=0`);
  };
  const look = async (): Promise<void> => {
    const { items } = await api<{ readonly items: readonly Pod[] }>('GET', pods);
    for (const pod of items) {
      const isGoing = pod.metadata.deletionTimestamp !== undefined;
      if (isGoing) await end(pod);
      else if (pod.spec.nodeName === undefined) await admit(pod);
    }
    const uids = new Set(items.map(({ metadata }) => metadata.uid));
    for (const uid of known.keys()) if (!uids.has(uid)) known.delete(uid);
  };
  const run = async (): Promise<void> => {
    while (!stop.signal.aborted) {
      // The API server may be away for a while, and a Pod may be gone meanwhile.
      await look().catch(() => undefined);
      await pause(restMs);
    }
  };
  const running = run();
  return {
    addressesOf: (app) => [...known.values()].flatMap((pod) => (pod.app === app ? pod.addresses : [])),
    [Symbol.asyncDispose]: async () => {
      stop.abort();
      await running;
    },
  };
}

const statusOf = (addresses: readonly string[], isReady: boolean): object => ({
  phase: 'Running',
  podIP: addresses[0],
  podIPs: addresses.map((ip) => ({ ip })),
  conditions: ['Initialized', 'ContainersReady', 'Ready'].map((type) => ({
    type,
    status: isReady || type === 'Initialized' ? 'True' : 'False',
  })),
});
