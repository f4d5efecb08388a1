import type { ControlPlane } from '../support/controlPlane.ts';
import { clusterIpService, endpointSlice, headlessService, syntheticNamespace } from './syntheticServices.ts';

/**
 * Creates Services through the API, and the EndpointSlices of the headless ones, which nobody else would
 * write.
 */
export async function fillCluster(
  { api }: ControlPlane,
  { clusterIps, headless }: { readonly clusterIps: number; readonly headless: number },
): Promise<void> {
  await api('POST', '/api/v1/namespaces', { metadata: { name: syntheticNamespace } });
  const services = `/api/v1/namespaces/${syntheticNamespace}/services`;
  const slices = `/apis/discovery.k8s.io/v1/namespaces/${syntheticNamespace}/endpointslices`;
  await eachAtOnce(clusterIps, (index) => api('POST', services, clusterIpService(index)));
  await eachAtOnce(headless, async (index) => {
    await api('POST', services, headlessService(index));
    await api('POST', slices, endpointSlice(index));
  });
}

const atOnce = 16;

/** Does the work for 0 … count − 1, sixteen at a time. */
export async function eachAtOnce(count: number, work: (index: number) => Promise<unknown>): Promise<void> {
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < count) await work(next++);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}
