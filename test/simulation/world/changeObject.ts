import type { JsonWithMeta } from './apiContent.ts';
import { startOfTimeMs } from './host.ts';
import type { Simulation } from './simulation.ts';
import type { ObjectStep, ServiceSpec } from './steps.ts';

/** An object of the cluster comes, changes or goes. */
export const changeObject = ({ api, time }: Simulation, step: ObjectStep): void => {
  const { content } = api;
  const [namespace = '', name = ''] = step.key.split('/');
  if (step.do === 'remove') {
    if (step.what === 'service') content.remove('services', step.key);
    content.remove('endpointslices', `${step.key}-1`);
  } else if (step.do === 'slice') {
    content.put('endpointslices', {
      metadata: { namespace, name: `${name}-1`, labels: { 'kubernetes.io/service-name': name } },
      addressType: 'IPv4',
      ports: [{ name: step.port, port: 8080, protocol: 'TCP' }],
      endpoints: step.endpoints.map(({ address, ready }) => ({
        addresses: [address],
        conditions: { ready },
      })),
    });
  } else {
    const before = content.list('services').find(({ key }) => key === step.key)?.json as
      | JsonWithMeta
      | undefined;
    const now = new Date(startOfTimeMs + time.nowMs()).toISOString().replace(/\.\d+/, '');
    const creationTimestamp = before?.metadata['creationTimestamp'] ?? now;
    const { hostname } = step.spec.kind === 'cluster-ip' ? step.spec : {};
    const annotations = hostname === undefined ? {} : { 'k8s-bind.io/hostname': hostname };
    const metadata = { namespace, name, creationTimestamp, annotations };
    content.put('services', { metadata, spec: specOf(step.spec) });
  }
};

const specOf = (spec: ServiceSpec): object => {
  if (spec.kind === 'alias') return { type: 'ExternalName', externalName: spec.target };
  if (spec.kind === 'headless') return { clusterIP: 'None', ports: [{ name: 'http', port: 80 }] };
  const ports = spec.ports.map((port, index) => ({ name: port, port: 80 + index, protocol: 'TCP' }));
  return { clusterIP: spec.addresses[0], clusterIPs: spec.addresses, ports };
};
