import { sourceNames } from '../../model/sourceName.ts';
import { ingressRuleSchema } from '../ingressRule.ts';
import { allowRuleSchema, nameTemplateSchema, parseAddressPolicy } from '../nameTemplate.ts';
import { list, optional, single, toggle } from '../option.ts';
import { parseCidr } from '../values/parseCidr.ts';
import { parseDomainName } from '../values/parseDomainName.ts';
import { parseHoldMs, parseTtlSeconds } from '../values/parseDurationMs.ts';
import { parseChoice, parseCount, parsePattern, parseText, parseUint16 } from '../values/parseText.ts';
import { parseTtlSetting } from '../values/ttlSetting.ts';
import { WITH_RECORDS } from './allCommands.ts';
import { parseNamespace } from './clusterOptions.ts';

/** `NAMESPACE/NAME` of an object. */
const parseObjectName = parsePattern(/^[a-z0-9-]{1,63}\/[a-z0-9.-]{1,253}$/, 'NAMESPACE/NAME');

const common = { commands: WITH_RECORDS, perZone: true } as const;

/** Which names and records are made of a Service. */
export const RECORD_OPTIONS = {
  sources: list(parseChoice(...sourceNames), {
    ...common,
    flag: 'source',
    file: 'sources',
    metavar: 'KIND[,KIND]',
    group: 'names',
    fallback: ['service'],
    help: 'what names come from: service, gateway, ingress, dnsendpoint, node, pod, import',
  }),
  ingressClasses: list(parseText, {
    ...common,
    flag: 'ingress-class',
    file: 'ingressClasses',
    metavar: 'NAME[,NAME]',
    group: 'names',
    help: 'with --source ingress: only Ingresses of these classes',
  }),
  ingressTlsHosts: toggle({
    ...common,
    flag: 'ingress-tls-hosts',
    group: 'names',
    help: 'with --source ingress: the hosts of spec.tls too, without wildcards',
  }),
  ingressRules: list(ingressRuleSchema, {
    ...common,
    flag: 'ingress',
    fileOnly: true,
    metavar: '',
    group: 'addresses',
    help: 'with --source ingress: addresses of a class, for a controller that sets no status (file only)',
  }),
  gateways: list(parseObjectName, {
    ...common,
    flag: 'gateway',
    file: 'gateways',
    metavar: 'NS/NAME[,NS/NAME]',
    group: 'names',
    help: 'with --source gateway: only routes of these Gateways',
  }),
  gatewayClasses: list(parseText, {
    ...common,
    flag: 'gateway-class',
    file: 'gatewayClasses',
    metavar: 'NAME[,NAME]',
    group: 'names',
    help: 'with --source gateway: only routes of Gateways of these classes',
  }),
  gatewayWildcards: toggle({
    ...common,
    flag: 'gateway-wildcards',
    group: 'names',
    help: 'a route without hosts asks for the wildcard of its listener',
  }),
  holdMs: single(parseHoldMs, {
    ...common,
    flag: 'hold',
    metavar: 'DURATION',
    group: 'safety',
    fallback: '10m',
    help: 'how long records stay whose object has lost its address for a while; 0: not at all, or forever',
  }),
  shortNames: list(parseNamespace, {
    ...common,
    flag: 'short-names',
    metavar: 'NS[,NS]',
    group: 'names',
    fallback: ['default'],
    help: "namespaces whose Services also stand directly below the zone; empty: none, as by default in the cluster's own domain (cluster.local, or that of --cluster-domain)",
  }),
  names: list(nameTemplateSchema, {
    ...common,
    flag: 'name',
    file: 'names',
    metavar: 'TEMPLATE',
    group: 'names',
    help: "a further name for each Service, such as '{service}.{namespace}.lan'",
  }),
  allow: list(allowRuleSchema, {
    ...common,
    flag: 'allow',
    fileOnly: true,
    metavar: '',
    group: 'names',
    help: 'which names annotations may ask for, by namespace; nothing is allowed without a rule (file only)',
  }),
  externalDnsAnnotations: toggle({
    ...common,
    flag: 'external-dns-annotations',
    group: 'names',
    help: "heed external-dns's annotations of Services and of other sources: hostname, internal-hostname, target, ttl, controller, access, endpoints-type, ingress-hostname-source",
  }),
  endpointNames: toggle({
    ...common,
    flag: 'endpoint-names',
    group: 'names',
    help: 'names for the endpoints of ClusterIP Services too',
  }),
  endpointPodNames: toggle({
    ...common,
    flag: 'endpoint-pod-names',
    group: 'names',
    help: 'an endpoint without a hostname is named after its pod, not after its address',
  }),
  podNames: toggle({
    ...common,
    flag: 'pod-names',
    group: 'names',
    help: '1-2-3-4.<namespace>.pod.<zone> for real pods',
  }),
  zonalNames: toggle({
    ...common,
    flag: 'zonal-names',
    group: 'names',
    help: 'names that hold only the endpoints of one topology zone; the zone in BIND needs check-names ignore',
  }),
  addresses: single(parseAddressPolicy, {
    ...common,
    flag: 'addresses',
    metavar: 'POLICY',
    group: 'addresses',
    fallback: 'cluster-ip',
    help: 'which addresses are published: cluster-ip, endpoints, external or node',
  }),
  nodeAddress: list(parseChoice('ExternalIP', 'InternalIP'), {
    ...common,
    flag: 'node-address',
    metavar: 'TYPE[,TYPE]',
    group: 'addresses',
    fallback: ['ExternalIP', 'InternalIP'],
    help: 'with --addresses node and --source node: the first of these types that a node has',
  }),
  watchNodes: toggle({
    ...common,
    flag: 'watch-nodes',
    group: 'addresses',
    help: "watch nodes although only annotations ask for their addresses (k8s-bind.io/addresses: node, external-dns's names of NodePort Services)",
  }),
  clusterDomain: optional(parseDomainName, {
    ...common,
    flag: 'cluster-domain',
    metavar: 'NAME',
    group: 'names',
    help: "the domain of the cluster's own DNS (cluster.local): an externalName inside it becomes the same name of the zone",
  }),
  externalNameAddresses: toggle({
    ...common,
    flag: 'external-name-addresses',
    group: 'addresses',
    help: 'an externalName that is an address becomes A or AAAA, in place of being left out',
  }),
  hideEmpty: toggle({
    ...common,
    flag: 'hide-empty',
    group: 'addresses',
    help: 'a ClusterIP Service without a ready endpoint is not published',
  }),
  reverse: list(parseCidr, {
    ...common,
    flag: 'reverse',
    metavar: 'CIDR',
    group: 'reverse zones',
    help: 'write PTR records for addresses of this network; BIND is asked for its zones',
  }),
  reverseMissing: single(parseChoice('fail', 'ignore'), {
    ...common,
    flag: 'reverse-missing',
    metavar: 'fail|ignore',
    group: 'reverse zones',
    fallback: 'fail',
    help: 'what to do when BIND has no zone for a --reverse network',
  }),
  ptr: single(parseChoice('all', 'hostname-only', 'one', 'cluster-ip-only', 'none'), {
    ...common,
    flag: 'ptr',
    metavar: 'WHICH',
    group: 'reverse zones',
    fallback: 'all',
    help: 'which names an address gets: all, hostname-only, one, cluster-ip-only or none',
  }),
  srvAtService: toggle({
    ...common,
    flag: 'srv-at-service',
    group: 'records',
    help: "SRV records at the Service's own name too, and at those of --zonal-names",
  }),
  srvPriority: single(parseUint16, {
    ...common,
    flag: 'srv-priority',
    metavar: 'N',
    group: 'records',
    fallback: '0',
    help: 'priority of every SRV record, unless an annotation says otherwise',
  }),
  srvWeight: single(parseUint16, {
    ...common,
    flag: 'srv-weight',
    metavar: 'N',
    group: 'records',
    fallback: '100',
    help: 'weight of every SRV record, unless an annotation says otherwise',
  }),
  maxNames: single(parseCount, {
    ...common,
    flag: 'max-names',
    metavar: 'N',
    group: 'safety',
    fallback: '100',
    help: 'names that one Service may have outside svc; what is over is left out and reported',
  }),
  maxRecords: single(parseCount, {
    ...common,
    flag: 'max-records',
    metavar: 'N',
    group: 'safety',
    fallback: '20000',
    help: 'records that one Service may have in a zone; of more a stable part is published, and it is reported',
  }),
  maxTopologyZones: single(parseCount, {
    ...common,
    flag: 'max-topology-zones',
    metavar: 'N',
    group: 'safety',
    fallback: '32',
    help: 'with --zonal-names: topology zones that one Service may have names for',
  }),
  ttl: list(parseTtlSetting, {
    ...common,
    flag: 'ttl',
    metavar: '[KIND=]DURATION',
    group: 'records',
    fallback: ['30s', 'endpoints=5s'],
    help: 'TTL of all records, or of one kind: cluster-ip, endpoints, external, node, external-name or dns-version',
  }),
  minTtlSeconds: single(parseTtlSeconds, {
    ...common,
    flag: 'min-ttl',
    metavar: 'DURATION',
    group: 'records',
    fallback: '1s',
    help: 'no TTL is below this, whatever an annotation says',
  }),
  maxTtlSeconds: single(parseTtlSeconds, {
    ...common,
    flag: 'max-ttl',
    metavar: 'DURATION',
    group: 'records',
    fallback: '1d',
    help: 'no TTL is above this, whatever an annotation says',
  }),
} as const;
