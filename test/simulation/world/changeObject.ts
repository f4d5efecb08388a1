import { assertNever } from '../../../src/assertNever.ts';
import type { Collection, JsonWithMeta } from './apiContent.ts';
import type { ApiServer } from './apiServer.ts';
import { startOfTimeMs } from './host.ts';
import type { Simulation } from './simulation.ts';
import type { GatewaySpec, IngressSpec, ObjectStep, RouteSpec, ServiceSpec } from './steps.ts';

/** An object of the cluster comes, changes or goes. */
export const changeObject = ({ api, time }: Simulation, step: ObjectStep): void => {
  const { content } = api;
  const [namespace = '', name = ''] = step.key.split('/');
  const created = (collection: Collection): string =>
    createdAt(api, collection, step.key) ?? new Date(startOfTimeMs + time.nowMs()).toISOString();
  switch (step.do) {
    case 'remove':
      if (step.what === 'ingress') return content.remove('ingresses', step.key);
      if (step.what === 'gateway') return content.remove('gateways', step.key);
      if (step.what === 'route') return content.remove('httproutes', step.key);
      if (step.what === 'service') content.remove('services', step.key);
      return content.remove('endpointslices', `${step.key}-1`);
    case 'slice':
      return content.put('endpointslices', {
        metadata: { namespace, name: `${name}-1`, labels: { 'kubernetes.io/service-name': name } },
        addressType: 'IPv4',
        ports: [{ name: step.port, port: 8080, protocol: 'TCP' }],
        endpoints: step.endpoints.map(({ address, ready }) => ({
          addresses: [address],
          conditions: { ready },
        })),
      });
    case 'service': {
      const creationTimestamp = withoutFraction(created('services'));
      const metadata = { namespace, name, creationTimestamp, annotations: annotationsOf(step.spec) };
      return content.put('services', { metadata, ...serviceOf(step.spec) });
    }
    case 'ingress': {
      const creationTimestamp = withoutFraction(created('ingresses'));
      return content.put('ingresses', {
        metadata: { namespace, name, creationTimestamp },
        ...ingressOf(step.spec),
      });
    }
    case 'gateway': {
      const metadata = { namespace, name, creationTimestamp: withoutFraction(created('gateways')) };
      return content.put('gateways', { metadata, ...gatewayOf(step.spec) });
    }
    case 'route': {
      const metadata = { namespace, name, creationTimestamp: withoutFraction(created('httproutes')) };
      return content.put('httproutes', { metadata, ...routeOf(step.spec) });
    }
    default:
      return assertNever(step);
  }
};

const withoutFraction = (text: string): string => text.replace(/\.\d+/, '');

const createdAt = ({ content }: ApiServer, collection: Collection, key: string): string | undefined => {
  const before = content.list(collection).find((object) => object.key === key)?.json;
  return (before as JsonWithMeta | undefined)?.metadata['creationTimestamp'] as string | undefined;
};

const annotationsOf = (spec: ServiceSpec): Readonly<Record<string, string>> => {
  const { hostname } = 'hostname' in spec ? spec : {};
  return {
    ...(hostname === undefined ? {} : { 'k8s-bind.io/hostname': hostname }),
    ...(spec.kind === 'balancer' ? { 'k8s-bind.io/addresses': 'external' } : {}),
  };
};

const statusOf = (addresses: readonly string[]): object =>
  addresses.length === 0 ? {} : { loadBalancer: { ingress: addresses.map((ip) => ({ ip })) } };

const serviceOf = (spec: ServiceSpec): object => {
  if (spec.kind === 'alias') return { spec: { type: 'ExternalName', externalName: spec.target } };
  if (spec.kind === 'headless') return { spec: { clusterIP: 'None', ports: [{ name: 'http', port: 80 }] } };
  if (spec.kind === 'balancer') {
    const ports = [{ name: 'http', port: 80, protocol: 'TCP' }];
    const clusterIPs = ['10.97.0.9'];
    return {
      spec: { type: 'LoadBalancer', clusterIP: clusterIPs[0], clusterIPs, ports },
      status: statusOf(spec.addresses),
    };
  }
  const ports = spec.ports.map((port, index) => ({ name: port, port: 80 + index, protocol: 'TCP' }));
  return { spec: { clusterIP: spec.addresses[0], clusterIPs: spec.addresses, ports } };
};

const ingressOf = ({ className, hosts, addresses }: IngressSpec): object => ({
  spec: { ingressClassName: className, rules: hosts.map((host) => ({ host })) },
  status: statusOf(addresses),
});

const accepted = (isAccepted: boolean): object => ({
  conditions: [{ type: 'Accepted', status: isAccepted ? 'True' : 'False' }],
});

const gatewayOf = ({ addresses, isAccepted }: GatewaySpec): object => {
  const allowedRoutes = { namespaces: { from: 'All' } };
  return {
    spec: {
      gatewayClassName: 'one',
      listeners: [{ name: 'all', port: 80, protocol: 'HTTP', allowedRoutes }],
    },
    status: {
      addresses: addresses.map((value) => ({ type: 'IPAddress', value })),
      listeners: [{ name: 'all', ...accepted(isAccepted) }],
    },
  };
};

const parentRef = { namespace: 'infra', name: 'web' };

const routeOf = ({ hosts, isAccepted }: RouteSpec): object => ({
  spec: { parentRefs: [parentRef], hostnames: hosts },
  status: { parents: [{ parentRef, controllerName: 'example.net/one', ...accepted(isAccepted) }] },
});
