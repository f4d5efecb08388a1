import type { ControlPlane } from './controlPlane.ts';
import type { Lan, Pod } from './lan.ts';
import { waitFor } from './waitFor.ts';

/** Does for the pods of the cluster what a scheduler and a kubelet would, with pods that are real. */
export interface Kubelet {
  readonly pods: () => readonly Pod[];
  /**
   * Waits until there are so many pods of the selector, runs those that are new, and reports each as ready
   * once it answers.
   */
  readonly run: (selector: string, count: number) => Promise<readonly Pod[]>;
  /** Ends the pods that are being deleted, each when `mayEnd` has resolved, and removes their objects. */
  readonly reap: (mayEnd: (pod: Pod) => Promise<unknown>) => Promise<void>;
  /** Reports that a pod is not ready any more. */
  readonly reportFailed: (pod: Pod) => Promise<void>;
}

interface PodObject {
  readonly metadata: { readonly name: string; readonly deletionTimestamp?: string };
}

const nodeName = 'node';

export async function startKubelet(lan: Lan, cluster: ControlPlane, namespace = 'default'): Promise<Kubelet> {
  const path = `/api/v1/namespaces/${namespace}/pods`;
  const { api } = cluster;
  const running = new Map<string, Pod>();
  let addresses = 0;
  const list = async (selector = ''): Promise<readonly PodObject[]> => {
    const query = `labelSelector=${encodeURIComponent(selector)}`;
    return (await api<{ items: readonly PodObject[] }>('GET', `${path}?${query}`)).items;
  };
  const report = (pod: Pod, ready: boolean): Promise<unknown> =>
    api('PATCH', `${path}/${pod.name}/status`, { status: podStatus(pod.address, ready) });
  const runPod = async (name: string): Promise<void> => {
    addresses += 1;
    const pod = await lan.addPod(name, `10.244.0.${addresses}`);
    running.set(name, pod);
    const binding = { metadata: { name }, target: { kind: 'Node', name: nodeName } };
    await api('POST', `${path}/${name}/binding`, binding);
    await report(pod, true);
  };
  await api('POST', '/api/v1/nodes', { metadata: { name: nodeName } });
  return {
    pods: () => [...running.values()],
    run: async (selector, count) => {
      const staying = async (): Promise<readonly PodObject[]> =>
        (await list(selector)).filter(({ metadata }) => metadata.deletionTimestamp === undefined);
      const found = await waitFor(`${count} pods ${selector}`, staying, {
        until: (pods) => pods.length === count,
      });
      for (const { metadata } of found) if (!running.has(metadata.name)) await runPod(metadata.name);
      return found.flatMap(({ metadata }) => running.get(metadata.name) ?? []);
    },
    reap: async (mayEnd) => {
      for (const { metadata } of await list()) {
        const pod = running.get(metadata.name);
        if (metadata.deletionTimestamp === undefined || pod === undefined) continue;
        await mayEnd(pod);
        await pod.stop();
        running.delete(pod.name);
        await api('DELETE', `${path}/${pod.name}?gracePeriodSeconds=0`);
      }
    },
    reportFailed: async (pod) => {
      running.delete(pod.name);
      await report(pod, false);
    },
  };
}

function podStatus(address: string, ready: boolean): object {
  const status = ready ? 'True' : 'False';
  return {
    phase: 'Running',
    podIP: address,
    podIPs: [{ ip: address }],
    conditions: ['ContainersReady', 'Ready'].map((type) => ({ type, status })),
  };
}
