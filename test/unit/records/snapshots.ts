import type { Endpoint, EndpointSlice } from '../../../src/model/endpointSlice.ts';
import type { Node } from '../../../src/model/node.ts';
import type { Service, ServiceCommon } from '../../../src/model/service.ts';
import type { ServiceSnapshot } from '../../../src/model/serviceSnapshot.ts';

const common: ServiceCommon = {
  namespace: 'default',
  name: 'web',
  uid: '',
  createdMs: 0,
  type: 'ClusterIP',
  ports: [],
  publishNotReadyAddresses: false,
  localTraffic: false,
  externalIps: [],
  loadBalancer: [],
  labels: {},
  annotations: {},
};

/** A Node that is ready. */
export const machine = (name: string, addresses: Node['addresses']): Node => ({
  ref: { kind: 'Node', namespace: '', name },
  uid: '',
  createdMs: 0,
  labels: {},
  annotations: {},
  ready: true,
  addresses,
});

export const clusterIpService = (
  members: Partial<ServiceCommon> = {},
  clusterIps = ['10.96.0.1'],
): Service => ({
  kind: 'cluster-ip',
  ...common,
  ...members,
  clusterIps,
});

export const headlessService = (members: Partial<ServiceCommon> = {}): Service => ({
  kind: 'headless',
  ...common,
  ...members,
});

export const externalNameService = (externalName: string, members: Partial<ServiceCommon> = {}): Service => ({
  kind: 'external-name',
  ...common,
  type: 'ExternalName',
  ...members,
  externalName,
});

export const endpoint = (address: string, members: Partial<Endpoint> = {}): Endpoint => ({
  address,
  hostname: '',
  ready: true,
  nodeName: '',
  ofPod: false,
  podName: '',
  topologyZone: '',
  ...members,
});

export const slice = (endpoints: readonly Endpoint[], ports: EndpointSlice['ports'] = []): EndpointSlice => ({
  namespace: 'default',
  name: 'web-1',
  serviceName: 'web',
  ports,
  endpoints,
});

export const snapshotOf = (service: Service, slices: readonly EndpointSlice[] = []): ServiceSnapshot => ({
  service,
  slices,
  nodes: [],
  namespaceLabels: {},
});
