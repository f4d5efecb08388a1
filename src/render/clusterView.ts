import { parseAddress } from '../dns/address.ts';
import type { Endpoint, EndpointSlice } from '../model/endpointSlice.ts';
import type { Service, ServiceKey, ServicePort } from '../model/service.ts';
import { serviceKey } from '../model/service.ts';
import type { ServiceSnapshot } from '../model/serviceSnapshot.ts';

/**
 * What a template sees of the cluster. Everything is in one order that depends on nothing but the content:
 * Services by namespace and name, ports as the Service lists them, endpoints by address. What has a grammar
 * in Kubernetes (names of objects, of ports, of nodes …) is empty where it breaks it, and Services with such
 * names are not there: a manifest or an API server that checks less than it should gets nothing into a file.
 */
export type ClusterView = {
  readonly services: readonly ServiceView[];
  /** The same Services by namespace, then by name. */
  readonly namespaces: Readonly<Record<string, Readonly<Record<string, ServiceView>>>>;
};

export type ServiceView = {
  readonly namespace: string;
  readonly name: string;
  readonly type: string;
  readonly headless: boolean;
  readonly clusterIPs: readonly string[];
  readonly ports: readonly PortView[];
  /** Free text of whoever writes the object; values with control characters are not there. */
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  /** Names with addresses in the configured zones, without the dot at the end. */
  readonly names: readonly string[];
};

export type PortView = {
  /** Empty for an unnamed port. */
  readonly name: string;
  readonly port: number;
  /** `TCP`, `UDP` or `SCTP`, as Kubernetes writes it. */
  readonly protocol: string;
  /** 0 where there is none. */
  readonly nodePort: number;
  readonly endpoints: readonly EndpointView[];
};

export type EndpointView = {
  readonly ip: string;
  /** As it stands before a port: IPv6 in brackets. */
  readonly host: string;
  /** The port that the pod listens on. */
  readonly port: number;
  readonly ready: boolean;
  readonly node: string;
  readonly pod: string;
  readonly hostname: string;
  readonly zone: string;
};

/** @param namesOf asked for only when a template reads names */
export const clusterView = (
  snapshots: readonly ServiceSnapshot[],
  namesOf: (key: ServiceKey) => readonly string[],
): ClusterView => {
  const services = snapshots
    .filter(({ service }) => label.test(service.namespace) && label.test(service.name))
    .map((snapshot) => serviceView(snapshot, namesOf))
    .sort((a, b) => compare(a.namespace, b.namespace) || compare(a.name, b.name));
  const byNamespace = Map.groupBy(services, ({ namespace }) => namespace);
  const namespaces = [...byNamespace].map(
    ([namespace, list]) => [namespace, Object.fromEntries(list.map((one) => [one.name, one]))] as const,
  );
  return { services, namespaces: Object.fromEntries(namespaces) };
};

const serviceView = (
  { service, slices }: ServiceSnapshot,
  namesOf: (key: ServiceKey) => readonly string[],
): ServiceView => ({
  namespace: service.namespace,
  name: service.name,
  type: service.type,
  headless: service.kind === 'headless',
  clusterIPs: service.kind === 'cluster-ip' ? service.clusterIps : [],
  ports: service.ports.map((port) => portView(port, service, slices)),
  labels: harmless(service.labels),
  annotations: harmless(service.annotations),
  get names() {
    return namesOf(serviceKey(service)).flatMap((name) => {
      const plain = name.replace(/\.$/, '');
      return publishedName.test(plain) ? [plain] : [];
    });
  },
});

const portView = (port: ServicePort, service: Service, slices: readonly EndpointSlice[]): PortView => ({
  name: word(port.name),
  port: port.port,
  protocol: port.protocol.toUpperCase(),
  nodePort: port.nodePort,
  endpoints: endpointsOf(port, service, slices),
});

/** An endpoint belongs to the port of its Service that has the name of its own; one address once. */
const endpointsOf = (
  { name, protocol }: ServicePort,
  service: Service,
  slices: readonly EndpointSlice[],
): readonly EndpointView[] => {
  const found = new Map<string, EndpointView>();
  for (const slice of slices) {
    const isReady = ({ ready }: Endpoint): boolean =>
      ready || (slice.ofEndpoints === true && service.publishNotReadyAddresses);
    for (const port of slice.ports) {
      if (port.name !== name || port.protocol !== protocol) continue;
      for (const endpoint of slice.endpoints) {
        const view = endpointView(endpoint, port.port, isReady(endpoint));
        const key = `${view.host}:${view.port}`;
        if (view.ready || !found.has(key)) found.set(key, view);
      }
    }
  }
  return [...found.values()]
    .map((view) => ({ view, order: sortKey(view) }))
    .sort((a, b) => compare(a.order, b.order))
    .map(({ view }) => view);
};

const endpointView = (endpoint: Endpoint, port: number, ready: boolean): EndpointView => ({
  ip: endpoint.address,
  host: endpoint.address.includes(':') ? `[${endpoint.address}]` : endpoint.address,
  port,
  ready,
  node: word(endpoint.nodeName),
  pod: word(endpoint.podName),
  hostname: word(endpoint.hostname),
  zone: word(endpoint.topologyZone),
});

/** IPv4 before IPv6, each by its octets, then by the port. */
const sortKey = ({ ip, port }: EndpointView): string => {
  const octets = parseAddress(ip)?.octets ?? new Uint8Array();
  const hex = [...octets].map((octet) => octet.toString(16).padStart(2, '0')).join('');
  return `${String(octets.length).padStart(2, '0')}${hex}${String(port).padStart(5, '0')}`;
};

const label = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;
const publishedName = /^[a-z0-9_*]([a-z0-9._-]{0,252})$/;

const word = (text: string): string => (/^[A-Za-z0-9_]([A-Za-z0-9._-]{0,252})$/.test(text) ? text : '');

const harmless = (texts: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(texts).filter(([, text]) => !/[\p{Cc}\p{Zl}\p{Zp}\p{Cs}]/u.test(text)));

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
