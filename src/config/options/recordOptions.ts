import { allowRuleSchema, nameTemplateSchema } from '../nameTemplate.ts';
import { list, optional, single, toggle } from '../option.ts';
import { parseDomainName } from '../values/parseDomainName.ts';
import { parseTtlSeconds } from '../values/parseDurationMs.ts';
import { parseCount, parseUint16 } from '../values/parseText.ts';
import { parseTtlSetting } from '../values/ttlSetting.ts';
import { WITH_RECORDS } from './allCommands.ts';
import { parseNamespace } from './clusterOptions.ts';

const common = { commands: WITH_RECORDS, perZone: true } as const;

/** Which names an object has, and what their records look like. */
export const RECORD_OPTIONS = {
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
  clusterDomain: optional(parseDomainName, {
    ...common,
    flag: 'cluster-domain',
    metavar: 'NAME',
    group: 'names',
    help: "the domain of the cluster's own DNS (cluster.local): an externalName inside it becomes the same name of the zone",
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
  maxWildcardNames: single(parseCount, {
    ...common,
    flag: 'max-wildcard-names',
    metavar: 'N',
    group: 'safety',
    fallback: '1000',
    help: 'names that one wildcard may have besides its own, so that it answers beside and below names that exist; the nearest come first, and it is reported when there are more',
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
