import type { ApiObject } from './hostileApiServer.ts';

/** A ClusterIP Service with one named port; `spec` and `annotations` go over what stands there. */
export const serviceObject = (
  key: string,
  address: string,
  more: { readonly spec?: object; readonly annotations?: Readonly<Record<string, string>> } = {},
): ApiObject => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { ...split(key), annotations: more.annotations ?? {}, creationTimestamp: '2026-01-01T00:00:00Z' },
  spec: {
    type: 'ClusterIP',
    clusterIP: address,
    clusterIPs: [address],
    ports: [{ name: 'http', port: 80, protocol: 'TCP' }],
    ...more.spec,
  },
});

/** An EndpointSlice of a Service, written by anybody who may write slices. */
export const sliceObject = (
  key: string,
  service: string,
  endpoints: readonly object[],
  ports: readonly object[] = [],
): ApiObject => ({
  apiVersion: 'discovery.k8s.io/v1',
  kind: 'EndpointSlice',
  metadata: { ...split(key), labels: { 'kubernetes.io/service-name': service } },
  addressType: 'IPv4',
  endpoints,
  ports,
});

export const endpoint = (address: string, more: object = {}): object => ({
  addresses: [address],
  conditions: { ready: true },
  ...more,
});

/** `10.128.0.0`, `10.128.0.1` … */
export const podAddress = (index: number): string =>
  `10.${128 + (index >> 16)}.${(index >> 8) & 255}.${index & 255}`;

const split = (key: string): { readonly namespace: string; readonly name: string } => {
  const slash = key.indexOf('/');
  return { namespace: key.slice(0, slash), name: key.slice(slash + 1) };
};
