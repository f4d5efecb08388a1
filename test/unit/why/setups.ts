import { parseCidr } from '../../../src/dns/cidr.ts';
import type { Reason } from '../../../src/why/explanation.ts';
import type { WhySetup } from '../../support/whyWorld.ts';

/** A set-up in which a name is not answered as somebody expects, and the first link that is broken. */
export type BrokenSetup = WhySetup & {
  readonly title: string;
  readonly ask: string;
  readonly type?: string;
  readonly link: string;
  readonly reason: Reason;
  /** What the link says. */
  readonly says: RegExp;
};

const endpoints = (
  service: string,
  namespace: string,
  list: string,
  ports = '[{ name: http, port: 8080, protocol: TCP }]',
): string => `
---
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata: { name: ${service}-1, namespace: ${namespace}, labels: { kubernetes.io/service-name: ${service} } }
addressType: IPv4
endpoints: ${list}
ports: ${ports}`;

/** A Service on one line. */
const service = (name: string, spec: string, metadata = 'namespace: default'): string => `
---
apiVersion: v1
kind: Service
metadata: { name: ${name}, ${metadata} }
spec: { ${spec} }`;

const webapp = `${service('webapp', 'clusterIP: 10.96.80.80, clusterIPs: [10.96.80.80], ports: [{ name: http, port: 80 }, { port: 9000 }]')}${endpoints('webapp', 'default', '[{ addresses: [10.1.0.1] }, { addresses: [10.1.0.2] }]')}`;
const api = service(
  'api',
  'clusterIP: 10.96.0.7, clusterIPs: [10.96.0.7], ports: [{ port: 80 }]',
  'namespace: shop',
);
const db = `${service('db', 'clusterIP: None')}${endpoints('db', 'default', '[{ addresses: [10.1.1.1], hostname: db-0 }, { addresses: [10.1.1.2], hostname: db-1, conditions: { ready: false } }]', '[{ name: pg, port: 5432, protocol: TCP }]')}`;
const cluster = `${webapp}${api}${db}`;

const annotated = (name: string, hostname: string, address = '10.96.0.20', more = ''): string =>
  service(
    name,
    `clusterIP: ${address}, clusterIPs: [${address}], ports: [{ name: http, port: 80 }]`,
    `namespace: default, ${more}annotations: { k8s-bind.io/hostname: ${hostname} }`,
  );

const ingress = (
  name: string,
  host: string,
  rest = '',
  status = 'loadBalancer: { ingress: [{ ip: 203.0.113.5 }] }',
) => `
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: ${name}, namespace: default }
spec: { ${rest}rules: [{ host: ${host} }] }
status: { ${status} }`;

const anyName = { allow: [{ patterns: ['**.{zone}'], scope: {} }] };

const route = (status: string): string => `
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: edge, namespace: default }
spec: { gatewayClassName: other, listeners: [{ name: web, port: 80, protocol: HTTP, allowedRoutes: { namespaces: { from: All } } }] }
status: { addresses: [{ value: 203.0.113.9 }] }
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: shop, namespace: default, generation: 1 }
spec: { hostnames: [shop.k8s.example], parentRefs: [{ name: edge }] }
status: { parents: [${status}] }`;

const accepted =
  '{ parentRef: { name: edge }, controllerName: x.example/c, conditions: [{ type: Accepted, status: "True", observedGeneration: 1 }] }';

const many = Array.from({ length: 40 }, (_unused, index) =>
  service(`s${index}`, `clusterIP: 10.96.1.${index}, clusterIPs: [10.96.1.${index}]`),
).join('');

const balancer = (status: string) => `
---
apiVersion: v1
kind: Service
metadata: { name: lb, namespace: default, annotations: { k8s-bind.io/addresses: external } }
spec: { type: LoadBalancer, clusterIP: 10.96.0.9, clusterIPs: [10.96.0.9] }
status: { loadBalancer: { ${status} } }`;

export const brokenSetups: readonly BrokenSetup[] = [
  // No such object.
  {
    title: 'a typo in a short name',
    cluster,
    ask: 'webap.k8s.example',
    link: 'object',
    reason: 'no-such-service',
    says: /did you mean Service default\/webapp/,
  },
  {
    title: 'a typo in the name of a Service',
    cluster,
    ask: 'webapl.default.svc.k8s.example.',
    link: 'object',
    reason: 'no-such-service',
    says: /did you mean Service default\/webapp/,
  },
  {
    title: 'a Service of another namespace',
    cluster,
    ask: 'api.default.svc',
    link: 'object',
    reason: 'no-such-service',
    says: /did you mean Service shop\/api/,
  },
  {
    title: 'a typo in the namespace',
    cluster,
    ask: 'webapp.defalt',
    link: 'object',
    reason: 'no-such-service',
    says: /did you mean Service default\/webapp/,
  },
  {
    title: 'namespace and name the other way round',
    cluster,
    ask: 'default.webapp.svc.k8s.example',
    link: 'object',
    reason: 'no-such-service',
    says: /did you mean Service default\/webapp/,
  },
  {
    title: 'a Service that was never there',
    cluster,
    ask: 'nothing-like-it.shop.svc',
    link: 'object',
    reason: 'no-such-service',
    says: /there is no such Service$/,
  },
  {
    title: 'an object by its key that is not there',
    cluster,
    ask: 'shop/cart',
    link: 'object',
    reason: 'no-such-service',
    says: /no such Service/,
  },
  {
    title: 'a cluster set that has no such ServiceImport',
    cluster,
    records: { sources: ['import'] },
    ask: 'webapp.default.svc',
    link: 'object',
    reason: 'no-such-service',
    says: /no such ServiceImport/,
  },

  // Not selected.
  {
    title: 'a namespace that the zone does not publish',
    cluster,
    records: { scope: { namespaces: ['default'] } },
    ask: 'api.shop.svc',
    link: 'object',
    reason: 'namespace-not-selected',
    says: /namespace shop is not published, only default/,
  },
  {
    title: 'an unpublished namespace whose objects are not even read',
    cluster: webapp,
    records: { scope: { namespaces: ['default'] } },
    ask: 'api.shop.svc',
    link: 'object',
    reason: 'namespace-not-selected',
    says: /namespace shop is not published/,
  },
  {
    title: 'a namespace without the label of the selector',
    cluster: `${cluster}\n---\napiVersion: v1\nkind: Namespace\nmetadata: { name: shop, labels: { dns: private } }`,
    selectsNamespace: ({ dns }) => dns === 'public',
    ask: 'api.shop.svc',
    link: 'object',
    reason: 'namespace-not-selected',
    says: /the labels of namespace shop are not those of the namespace selector/,
  },
  {
    title: 'a Service without the label of the selector',
    cluster,
    records: { scope: { selector: [{ kind: 'exists', key: 'public' }] } },
    ask: 'webapp.default.svc',
    link: 'object',
    reason: 'not-selected',
    says: /its labels are not those of the selector/,
  },
  {
    title: 'a Service that its annotation leaves out',
    cluster: service(
      'hidden',
      'clusterIP: 10.96.0.4, clusterIPs: [10.96.0.4]',
      'namespace: default, annotations: { k8s-bind.io/ignore: "true" }',
    ),
    ask: 'hidden.default.svc',
    link: 'object',
    reason: 'not-selected',
    says: /annotation k8s-bind\.io\/ignore says "true"/,
  },
  {
    title: 'the short name of a Service that its annotation leaves out',
    cluster: service(
      'hidden',
      'clusterIP: 10.96.0.4, clusterIPs: [10.96.0.4]',
      'namespace: default, annotations: { k8s-bind.io/ignore: "true" }',
    ),
    ask: 'hidden',
    link: 'object',
    reason: 'not-selected',
    says: /says "true"/,
  },
  {
    title: 'a zone whose sources are without Services',
    cluster,
    records: { sources: ['ingress'] },
    ask: 'webapp.default.svc',
    link: 'object',
    reason: 'not-selected',
    says: /names from ingress only/,
  },
  {
    title: 'an Ingress of another class',
    cluster: ingress('shop', 'shop.k8s.example', 'ingressClassName: internal, '),
    records: { ...anyName, sources: ['service', 'ingress'], ingressClasses: ['public'] },
    ask: 'shop.k8s.example',
    link: 'object',
    reason: 'not-selected',
    says: /its class "internal" is none of ours: public/,
  },
  {
    title: 'an Ingress without a class, where a class is needed',
    cluster: ingress('shop', 'shop.k8s.example'),
    records: { ...anyName, sources: ['service', 'ingress'], ingressClasses: ['public'] },
    ask: 'shop.k8s.example',
    link: 'object',
    reason: 'not-selected',
    says: /it has no class, and ours are public/,
  },
  {
    title: 'a route to a Gateway of another class',
    cluster: route(accepted),
    records: { ...anyName, sources: ['gateway'], gatewayClasses: ['ours'] },
    ask: 'shop.k8s.example',
    link: 'object',
    reason: 'not-selected',
    says: /the class "other" of Gateway default\/edge is none of ours/,
  },
  {
    title: 'a cluster that has not been read',
    cluster,
    isUnread: true,
    isUnwritten: true,
    ask: 'nothing.default.svc',
    link: 'object',
    reason: 'not-read',
    says: /has not been read as a whole/,
  },

  // Not accepted.
  {
    title: 'a route that no Gateway has accepted',
    cluster: route(''),
    records: { ...anyName, sources: ['gateway'] },
    ask: 'shop.k8s.example',
    link: 'object',
    reason: 'not-accepted',
    says: /Gateway default\/edge has not accepted it/,
  },
  {
    title: 'a route whose Gateway does not exist',
    cluster: route(accepted).replace('name: edge, namespace', 'name: elsewhere, namespace'),
    records: { ...anyName, sources: ['gateway'] },
    ask: 'shop.k8s.example',
    link: 'object',
    reason: 'not-accepted',
    says: /there is no Gateway default\/edge/,
  },

  // Rules.
  {
    title: 'the short name of a namespace without short names',
    cluster,
    ask: 'api.k8s.example',
    link: 'rule',
    reason: 'no-short-name',
    says: /only Services of default have short names, the name of this one is api\.shop\.svc\.k8s\.example\./,
  },
  {
    title: 'a short name in a zone without any',
    cluster,
    records: { names: [] },
    ask: 'webapp',
    link: 'rule',
    reason: 'no-short-name',
    says: /no Service has a short name/,
  },
  {
    title: 'a name that nothing asks for',
    cluster,
    ask: 'www.intranet.k8s.example',
    link: 'rule',
    reason: 'not-requested',
    says: /nothing asks for it: zone k8s\.example\. has names from service/,
  },
  {
    title: 'a host that an Ingress has in its TLS section alone',
    cluster: ingress('shop', 'other.k8s.example', 'tls: [{ hosts: [shop.k8s.example] }], '),
    records: { ...anyName, sources: ['ingress'] },
    ask: 'shop.k8s.example',
    link: 'rule',
    reason: 'not-requested',
    says: /in spec\.tls alone/,
  },
  {
    title: 'a host of an Ingress that is for another controller',
    cluster: ingress('shop', 'shop.k8s.example').replace(
      'namespace: default }',
      'namespace: default, annotations: { external-dns.alpha.kubernetes.io/controller: other } }',
    ),
    records: { ...anyName, sources: ['ingress'], externalDnsAnnotations: true },
    ask: 'shop.k8s.example',
    link: 'rule',
    reason: 'not-requested',
    says: /gives Ingress default\/shop to another controller/,
  },
  {
    title: 'a host of an Ingress that has names from annotations only',
    cluster: ingress('shop', 'shop.k8s.example').replace(
      'namespace: default }',
      'namespace: default, annotations: { external-dns.alpha.kubernetes.io/ingress-hostname-source: annotation-only } }',
    ),
    records: { ...anyName, sources: ['ingress'], externalDnsAnnotations: true },
    ask: 'shop.k8s.example',
    link: 'rule',
    reason: 'not-requested',
    says: /ingress-hostname-source of Ingress default\/shop leaves it out/,
  },
  {
    title: 'a typo in a name outside svc',
    cluster: annotated('front', 'www.shop.k8s.example'),
    records: anyName,
    ask: 'www.shp.k8s.example',
    link: 'rule',
    reason: 'not-requested',
    says: /did you mean "www\.shop\.k8s\.example\."/,
  },
  {
    title: 'a hostname without any allow rule',
    cluster: annotated('front', 'www.k8s.example'),
    ask: 'www.k8s.example',
    link: 'rule',
    reason: 'not-allowed',
    says: /there is no allow rule/,
  },
  {
    title: 'a hostname that no allow rule matches',
    cluster: annotated('front', 'www.k8s.example'),
    records: { allow: [{ patterns: ['*.apps.{zone}'], scope: {} }] },
    ask: 'www.k8s.example',
    link: 'rule',
    reason: 'not-allowed',
    says: /no allow rule matches/,
  },
  {
    title: 'a host of an Ingress that no allow rule gives',
    cluster: ingress('shop', 'shop.k8s.example'),
    records: { sources: ['ingress'] },
    ask: 'shop.k8s.example',
    link: 'rule',
    reason: 'not-allowed',
    says: /needed one for Ingress in namespace default/,
  },
  {
    title: 'a name that programs trust blindly',
    cluster: service('wpad', 'clusterIP: 10.96.0.5, clusterIPs: [10.96.0.5]'),
    ask: 'wpad.k8s.example',
    link: 'rule',
    reason: 'unpublishable',
    says: /look "wpad" up by themselves/,
  },
  {
    title: 'a name that is kept for pods',
    cluster: service('pod', 'clusterIP: 10.96.0.5, clusterIPs: [10.96.0.5]'),
    ask: 'pod.k8s.example',
    link: 'rule',
    reason: 'names-off',
    says: /names of Pods are not turned on/,
  },
  {
    title: 'a name of the zone below svc that an annotation asks for',
    cluster: annotated('front', 'mine.shop.svc.k8s.example'),
    records: anyName,
    ask: 'mine.shop.svc.k8s.example',
    link: 'object',
    reason: 'no-such-service',
    says: /no such Service/,
  },
  {
    title: 'another namespace has the name',
    cluster: `${annotated('front', 'www.k8s.example', '10.96.0.20', 'creationTimestamp: "2020-01-01T00:00:00Z", ')}${annotated('late', 'www.k8s.example', '10.96.0.21').replace('namespace: default', 'namespace: shop')}`,
    records: anyName,
    ask: 'shop/late',
    link: 'rule',
    reason: 'contest',
    says: /Service default\/front has it and comes first/,
  },
  {
    title: 'an endpoint of a Service with a cluster IP',
    cluster,
    ask: '10-1-0-1.webapp.default.svc',
    link: 'rule',
    reason: 'names-off',
    says: /have no names of their own/,
  },
  {
    title: 'a Pod, where Pods have no names',
    cluster,
    ask: '10-1-0-1.default.pod.k8s.example',
    link: 'rule',
    reason: 'names-off',
    says: /not turned on/,
  },
  {
    title: 'a topology zone, where these have no names',
    cluster,
    ask: 'a.pin._zone.db.default.svc',
    link: 'rule',
    reason: 'names-off',
    says: /topology zones are not turned on/,
  },
  {
    title: 'a topology zone of a Service with a cluster IP',
    cluster,
    records: { zonalNames: true },
    ask: 'a.pin._zone.webapp.default.svc',
    link: 'rule',
    reason: 'names-off',
    says: /only headless/,
  },

  // Nothing to publish.
  {
    title: 'a Service whose address lies outside of the networks of the zone',
    cluster,
    records: { networks: [parseCidr('192.168.0.0/16')].flatMap((cidr) => cidr ?? []) },
    ask: 'webapp.default.svc',
    link: 'rrset',
    reason: 'other-networks',
    says: /outside of the networks of zone k8s\.example\./,
  },
  {
    title: 'a headless Service without EndpointSlices',
    cluster: service('cart', 'clusterIP: None'),
    ask: 'cart.default.svc',
    link: 'rrset',
    reason: 'no-endpoints',
    says: /no EndpointSlice belongs to it/,
  },
  {
    title: 'a headless Service whose slices are empty',
    cluster: `${service('cart', 'clusterIP: None')}${endpoints('cart', 'default', '[]')}`,
    ask: 'cart.default.svc',
    link: 'rrset',
    reason: 'no-endpoints',
    says: /its EndpointSlices are empty/,
  },
  {
    title: 'a headless Service none of whose Pods is ready',
    cluster: `${service('cart', 'clusterIP: None')}${endpoints('cart', 'default', '[{ addresses: [10.1.1.9], conditions: { ready: false } }]')}`,
    ask: 'cart',
    link: 'rrset',
    reason: 'not-ready',
    says: /0 of 1 endpoints ready/,
  },
  {
    title: 'a Service without a ready endpoint, with --hide-empty',
    cluster: service('webapp', 'clusterIP: 10.96.80.80, clusterIPs: [10.96.80.80]'),
    records: { hideEmpty: true },
    ask: 'webapp.default.svc',
    link: 'rrset',
    reason: 'not-ready',
    says: /--hide-empty/,
  },
  {
    title: 'a Service whose cluster IP is not allocated yet',
    cluster: service('young', 'clusterIP: ""'),
    ask: 'young.default.svc',
    link: 'rrset',
    reason: 'no-address',
    says: /no cluster IP yet/,
  },
  {
    title: 'a load balancer without an address',
    cluster: balancer(''),
    ask: 'lb.default.svc',
    link: 'rrset',
    reason: 'no-address',
    says: /status\.loadBalancer/,
  },
  {
    title: 'external addresses of a Service that has none',
    cluster,
    records: { addresses: 'external' },
    ask: 'webapp.default.svc',
    link: 'rrset',
    reason: 'no-address',
    says: /type ClusterIP has none/,
  },
  {
    title: 'addresses of nodes for a Service without node ports',
    cluster,
    records: { addresses: 'node' },
    ask: 'webapp.default.svc',
    link: 'rrset',
    reason: 'no-address',
    says: /no node ports/,
  },
  {
    title: 'an Ingress whose controller has given no address',
    cluster: ingress('shop', 'shop.k8s.example', '', ''),
    records: { ...anyName, sources: ['ingress'] },
    ask: 'shop.k8s.example',
    link: 'rrset',
    reason: 'no-address',
    says: /status\.loadBalancer/,
  },
  {
    title: 'an ExternalName that is an address',
    cluster: service('legacy', 'type: ExternalName, externalName: 192.0.2.9'),
    ask: 'legacy.default.svc',
    link: 'rrset',
    reason: 'unpublishable',
    says: /it is an address/,
  },
  {
    title: 'an endpoint that is not ready',
    cluster,
    ask: 'db-1.db.default.svc',
    link: 'rrset',
    reason: 'not-ready',
    says: /"db-1" is there, and not ready/,
  },
  {
    title: 'an endpoint that is not there',
    cluster,
    ask: 'db-2.db.default.svc',
    link: 'rrset',
    reason: 'no-such-endpoint',
    says: /no endpoint has the name "db-2", did you mean "db-0"/,
  },
  {
    title: 'a port that is not there',
    cluster,
    ask: '_https._tcp.webapp.default.svc',
    link: 'rrset',
    reason: 'no-such-port',
    says: /no such port, it has _http\._tcp/,
  },
  {
    title: 'a port of a short name that is not there',
    cluster,
    ask: '_https._tcp.webapp.k8s.example',
    link: 'rrset',
    reason: 'no-such-port',
    says: /no such port, it has _http\._tcp/,
  },
  {
    title: 'a Service whose port has no name',
    cluster,
    ask: '_http._tcp.api.shop.svc',
    link: 'rrset',
    reason: 'no-such-port',
    says: /none of its ports has a name/,
  },
  {
    title: 'a Pod that is not behind a Service',
    cluster,
    records: { podNames: true },
    ask: '10-1-0-9.default.pod.k8s.example',
    link: 'object',
    reason: 'no-such-endpoint',
    says: /no Pod of namespace default/,
  },

  // The type, or nothing but names below.
  {
    title: 'AAAA of a Service with IPv4 alone',
    cluster,
    ask: 'webapp.k8s.example',
    type: 'AAAA',
    link: 'rrset',
    reason: 'no-type',
    says: /no IPv6 address, its cluster IPs are 10\.96\.80\.80/,
  },
  {
    title: 'AAAA of a headless Service with IPv4 alone',
    cluster,
    ask: 'db.default.svc',
    type: 'aaaa',
    link: 'rrset',
    reason: 'no-type',
    says: /no ready endpoint has an IPv6 address/,
  },
  {
    title: 'SRV at the name of a Service',
    cluster,
    ask: 'webapp.default.svc',
    type: 'SRV',
    link: 'rrset',
    reason: 'no-type',
    says: /SRV stand below it, at _http\._tcp/,
  },
  {
    title: 'MX of a Service',
    cluster,
    ask: 'webapp.k8s.example',
    type: 'MX',
    link: 'rrset',
    reason: 'no-type',
    says: /no MX/,
  },
  {
    title: 'A at the name of a port',
    cluster,
    ask: '_http._tcp.webapp.k8s.example',
    type: 'A',
    link: 'rrset',
    reason: 'no-type',
    says: /only SRV/,
  },
  {
    title: 'the protocol above a port',
    cluster,
    ask: '_tcp.webapp.default.svc',
    link: 'rrset',
    reason: 'no-data',
    says: /names of ports stand below it/,
  },
  {
    title: 'the name of a namespace',
    cluster,
    ask: 'default.svc.k8s.example',
    link: 'rrset',
    reason: 'no-data',
    says: /SERVICE\.default\.svc/,
  },
  {
    title: 'a name with names below it alone',
    cluster: annotated('front', 'www.apps.k8s.example'),
    records: anyName,
    ask: 'apps.k8s.example',
    link: 'rrset',
    reason: 'no-data',
    says: /only below it: www\.apps/,
  },

  // The zone.
  {
    title: 'a name of no zone of ours',
    cluster,
    ask: 'www.example.com',
    link: 'zone',
    reason: 'wrong-zone',
    says: /none of our zones: k8s\.example\./,
  },
  {
    title: 'a typo in the zone',
    cluster,
    ask: 'webapp.k8s.exampel.',
    link: 'zone',
    reason: 'wrong-zone',
    says: /did you mean "webapp\.k8s\.example\."/,
  },
  {
    title: 'the name that the cluster itself has',
    cluster,
    ask: 'webapp.default.svc.cluster.local',
    link: 'zone',
    reason: 'wrong-zone',
    says: /only the cluster's own DNS answers for cluster\.local\./,
  },
  {
    title: 'a name that a search path has made longer',
    cluster,
    ask: 'webapp.k8s.example.k8s.example.',
    link: 'name',
    reason: 'search-path',
    says: /webapp\.k8s\.example\. is a whole name/,
  },
  {
    title: "the cluster's name with a search path behind it",
    cluster,
    ask: 'webapp.default.svc.cluster.local.k8s.example.',
    link: 'name',
    reason: 'search-path',
    says: /is a whole name/,
  },
  {
    title: 'the claim',
    cluster,
    ask: '_k8s-bind.k8s.example',
    link: 'zone',
    reason: 'own-record',
    says: /whose the zone is/,
  },
  {
    title: 'a delegation above a name that is asked for',
    cluster: annotated('front', 'www.dmz.k8s.example'),
    records: anyName,
    byHand: ['dmz.k8s.example. 60 NS ns.example.net.'],
    ask: 'www.dmz.k8s.example',
    link: 'zone',
    reason: 'delegated',
    says: /dmz\.k8s\.example\., which is delegated/,
  },
  {
    title: 'a delegation above a name that nothing asks for',
    cluster,
    byHand: ['dmz.k8s.example. 60 NS ns.example.net.'],
    ask: 'host.dmz.k8s.example',
    link: 'zone',
    reason: 'delegated',
    says: /which is delegated/,
  },
  {
    title: 'a DNAME above a name that is asked for',
    cluster: annotated('front', 'www.old.k8s.example'),
    records: anyName,
    byHand: ['old.k8s.example. 60 DNAME new.example.net.'],
    ask: 'www.old.k8s.example',
    link: 'zone',
    reason: 'delegated',
    says: /which leads elsewhere/,
  },
  {
    title: 'an address outside of all reverse zones',
    cluster,
    ask: '192.0.2.77',
    link: 'zone',
    reason: 'wrong-zone',
    says: /no reverse zone of ours holds the address/,
  },
  {
    title: 'an address outside of the networks',
    cluster,
    reverse: { cidrs: ['10.96.0.0/16'] },
    ask: '10.1.0.1',
    link: 'rule',
    reason: 'names-off',
    says: /none of the networks/,
  },
  {
    title: 'an address that nothing has',
    cluster,
    reverse: { cidrs: ['10.96.0.0/16'] },
    ask: '10.96.7.7',
    link: 'object',
    reason: 'no-such-service',
    says: /no object that is read has the address/,
  },
  {
    title: 'an address of an endpoint of a Service with a cluster IP',
    cluster,
    reverse: { cidrs: ['10.0.0.0/8'] },
    ask: '10.1.0.1',
    link: 'rule',
    reason: 'names-off',
    says: /no names that a PTR could lead to/,
  },
  {
    title: 'the address of an endpoint that is not ready',
    cluster,
    reverse: { cidrs: ['10.0.0.0/8'] },
    ask: '10.1.1.2',
    link: 'rrset',
    reason: 'not-ready',
    says: /10\.1\.1\.2 is not ready/,
  },
  {
    title: 'an endpoint without a hostname, with --ptr cluster-ip-only',
    cluster,
    reverse: { cidrs: ['10.0.0.0/8'], policy: 'cluster-ip-only' },
    ask: '10.1.1.1',
    link: 'rule',
    reason: 'names-off',
    says: /--ptr cluster-ip-only/,
  },

  // The server.
  {
    title: 'a record by hand where nothing asks',
    cluster,
    byHand: ['printer.k8s.example. 60 A 192.0.2.4'],
    ask: 'printer.k8s.example',
    link: 'object',
    reason: 'not-ours',
    says: /written by hand or by another program, not by k8s-bind: A$/,
  },
  {
    title: 'a record by hand that holds the name',
    cluster,
    byHand: ['webapp.k8s.example. 60 A 192.0.2.4'],
    ask: 'webapp',
    link: 'message',
    reason: 'conflict',
    says: /already holds A 192\.0\.2\.4, which is not ours/,
  },
  {
    title: 'SRV below a name that somebody else holds',
    cluster,
    byHand: ['webapp.k8s.example. 60 A 192.0.2.4'],
    ask: '_http._tcp.webapp.k8s.example',
    link: 'message',
    reason: 'conflict',
    says: /speaks of webapp\.k8s\.example\., which is not ours/,
  },
  {
    title: 'a challenge for a certificate',
    cluster,
    byHand: ['_acme-challenge.webapp.default.svc.k8s.example. 60 TXT "x"'],
    ask: '_acme-challenge.webapp.default.svc.k8s.example',
    link: 'object',
    reason: 'not-ours',
    says: /certificate programs/,
  },
  {
    title: 'a name that BIND refuses',
    cluster,
    refuses: ['webapp.k8s.example.'],
    ask: 'webapp',
    link: 'message',
    reason: 'refused',
    says: /answers REFUSED to this one/,
  },
  {
    title: 'a Service that BIND refuses',
    cluster,
    refuses: ['webapp.default.svc.k8s.example.'],
    ask: 'webapp.default.svc',
    link: 'message',
    reason: 'refused',
    says: /the records of Service default\/webapp/,
  },
  {
    title: 'a zone that was not written yet',
    cluster,
    isUnwritten: true,
    ask: 'webapp',
    link: 'message',
    reason: 'pending',
    says: /does not hold it yet/,
  },
  {
    title: 'a Service that is gone, with many others',
    before: many,
    cluster: webapp,
    ask: 's7.default.svc',
    link: 'object',
    reason: 'held-back',
    says: /its records stay: Cannot delete \d+ of the \d+ records/,
  },
  {
    title: 'a load balancer that has lost its address',
    before: balancer('ingress: [{ ip: 203.0.113.7 }]'),
    cluster: balancer(''),
    holdMs: Number.POSITIVE_INFINITY,
    ask: 'lb.default.svc',
    link: 'rrset',
    reason: 'held',
    says: /it waits for an address in status\.loadBalancer, and what it has stays/,
  },
];
