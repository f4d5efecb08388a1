import type { ClusterIpService } from '../../../src/model/service.ts';
import type { ServiceSnapshot } from '../../../src/model/serviceSnapshot.ts';

/** A Service with one port, `http`, and no endpoints. */
export const serviceOf = (
  namespace: string,
  name: string,
  more: Partial<ClusterIpService> = {},
): ServiceSnapshot => ({
  service: {
    kind: 'cluster-ip',
    namespace,
    name,
    uid: '',
    createdMs: 0,
    type: 'ClusterIP',
    clusterIps: ['10.96.0.1'],
    ports: [{ name: 'http', protocol: 'tcp', port: 80, nodePort: 0 }],
    publishNotReadyAddresses: false,
    localTraffic: false,
    externalIps: [],
    loadBalancer: [],
    labels: {},
    annotations: {},
    ...more,
  },
  slices: [],
  nodes: [],
  namespaceLabels: {},
});
