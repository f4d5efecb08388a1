import type { ControlPlane } from '../support/controlPlane.ts';

/** A kind of object, beside Services, that asks for names. */
export interface SourceKind {
  readonly kind: 'HTTPRoute' | 'Ingress' | 'DNSEndpoint';
  /** Of one namespace. */
  readonly path: string;
  readonly object: (name: string, hostnames: readonly string[]) => object;
  /** What its controller sets; a name needs it too. */
  readonly status?: object;
}

const namespace = 'default';
/** Of every object here, so that an answer says nothing but whether the name is there. */
export const sourceAddress = '192.0.2.80';
const gatewayName = 'web';
const gatewayApi = 'gateway.networking.k8s.io/v1';
const parentRef = { group: 'gateway.networking.k8s.io', kind: 'Gateway', name: gatewayName };
const backend = { service: { name: 'web', port: { number: 80 } } };

const condition = (type: string): object => ({
  type,
  status: 'True',
  reason: type,
  message: '',
  observedGeneration: 1,
  lastTransitionTime: '2026-01-01T00:00:00Z',
});

export const httpRoute: SourceKind = {
  kind: 'HTTPRoute',
  path: `/apis/${gatewayApi}/namespaces/${namespace}/httproutes`,
  object: (name, hostnames) => ({
    apiVersion: gatewayApi,
    kind: 'HTTPRoute',
    metadata: { name, labels: { app: name } },
    spec: {
      parentRefs: [parentRef],
      hostnames,
      rules: [
        { matches: [{ path: { value: '/api' } }], backendRefs: [{ name: `${name}-api`, port: 8080 }] },
        { backendRefs: [{ name, port: 80 }] },
      ],
    },
  }),
  status: {
    parents: [
      {
        parentRef,
        controllerName: 'example.com/bench',
        conditions: [condition('Accepted'), condition('ResolvedRefs')],
      },
    ],
  },
};

const ingress: SourceKind = {
  kind: 'Ingress',
  path: `/apis/networking.k8s.io/v1/namespaces/${namespace}/ingresses`,
  object: (name, hostnames) => ({
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { name },
    spec: {
      ingressClassName: 'bench',
      rules: hostnames.map((host) => ({
        host,
        http: { paths: [{ path: '/', pathType: 'Prefix', backend }] },
      })),
    },
  }),
  status: { loadBalancer: { ingress: [{ ip: sourceAddress }] } },
};

const dnsEndpoint: SourceKind = {
  kind: 'DNSEndpoint',
  path: `/apis/externaldns.k8s.io/v1alpha1/namespaces/${namespace}/dnsendpoints`,
  object: (name, hostnames) => ({
    apiVersion: 'externaldns.k8s.io/v1alpha1',
    kind: 'DNSEndpoint',
    metadata: { name },
    spec: {
      endpoints: hostnames.map((dnsName) => ({ dnsName, recordType: 'A', targets: [sourceAddress] })),
    },
  }),
};

export const sourceKinds: readonly SourceKind[] = [httpRoute, ingress, dnsEndpoint];

/** The Gateway of the routes, with a listener for any name and its address. */
export async function createGateway({ api }: ControlPlane): Promise<void> {
  const path = `/apis/${gatewayApi}/namespaces/${namespace}/gateways`;
  await api('POST', path, {
    apiVersion: gatewayApi,
    kind: 'Gateway',
    metadata: { name: gatewayName },
    spec: { gatewayClassName: 'bench', listeners: [{ name: 'http', port: 80, protocol: 'HTTP' }] },
  });
  await api('PATCH', `${path}/${gatewayName}/status`, {
    status: {
      addresses: [{ type: 'IPAddress', value: sourceAddress }],
      conditions: [condition('Accepted')],
    },
  });
}

/** Returns when the object has all that its names need. */
export async function createSource(
  { api }: ControlPlane,
  { path, object, status }: SourceKind,
  { name, hostnames }: { readonly name: string; readonly hostnames: readonly string[] },
): Promise<void> {
  await api('POST', path, object(name, hostnames));
  if (status !== undefined) await api('PATCH', `${path}/${name}/status`, { status });
}
