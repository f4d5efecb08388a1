import type { ApiClient } from './apiClient.ts';
import { waitFor } from './waitFor.ts';

/** Which pods, and what becomes of them. */
export interface PodChoice {
  /** A label selector, such as `app=web`; without it, every pod. */
  readonly selector?: string;
  readonly namespace?: string;
  /** Waits until there are so many. */
  readonly count?: number;
  /** False takes them out of service again. */
  readonly ready?: boolean;
}

interface Pod {
  readonly metadata: { readonly name: string };
  readonly spec: { readonly nodeName?: string };
  readonly status?: { readonly podIPs?: readonly { readonly ip: string }[] };
}

const node = 'node-1';

/**
 * Does what the scheduler and a kubelet would: binds each pod to the node `node-1`, and writes an address of
 * each family and whether it is ready into its status. A pod keeps the addresses that it has. Nobody ends a
 * pod's containers, so one that is deleted stays terminating, unless its `terminationGracePeriodSeconds` is 0
 * or it is deleted by force.
 *
 * @param nextPod yields a new number below 65,536 for each pod of the cluster
 * @returns the IPv4 addresses, in the order of the pods' names
 */
export async function markPodsReady(
  { request }: ApiClient,
  nextPod: () => number,
  choice: PodChoice,
): Promise<readonly string[]> {
  const { selector = '', namespace = 'default', count = 1, ready = true } = choice;
  const path = `/api/v1/namespaces/${namespace}/pods`;
  const query = `labelSelector=${encodeURIComponent(selector)}`;
  const list = () => request<{ items: readonly Pod[] }>('GET', `${path}?${query}`);
  const until = ({ items }: { items: readonly Pod[] }): boolean => items.length >= count;
  const { items } = await waitFor(`${count} pods ${selector}`, list, { until });
  await createNode(request);
  const marked = items.map(async ({ metadata: { name }, spec, status }) => {
    const addresses = status?.podIPs?.map(({ ip }) => ip) ?? podAddresses(nextPod());
    const binding = { metadata: { name }, target: { kind: 'Node', name: node } };
    if (spec.nodeName === undefined) await request('POST', `${path}/${name}/binding`, binding);
    await request('PATCH', `${path}/${name}/status`, { status: podStatus(addresses, ready) });
    return addresses[0] ?? '';
  });
  return Promise.all(marked);
}

/** The endpoint slice controller leaves out pods of nodes that do not exist. */
async function createNode(request: ApiClient['request']): Promise<void> {
  const { items } = await request<{ items: readonly Pod[] }>('GET', '/api/v1/nodes');
  if (items.some(({ metadata }) => metadata.name === node)) return;
  await request('POST', '/api/v1/nodes', { metadata: { name: node } });
}

function podAddresses(pod: number): readonly string[] {
  return [`10.244.${pod >> 8}.${pod & 255}`, `fd00:10:244::${pod.toString(16)}`];
}

function podStatus(addresses: readonly string[], ready: boolean): object {
  return {
    phase: 'Running',
    podIP: addresses[0],
    podIPs: addresses.map((ip) => ({ ip })),
    conditions: ['Initialized', 'ContainersReady', 'Ready'].map((type) => ({
      type,
      status: ready || type === 'Initialized' ? 'True' : 'False',
    })),
  };
}
