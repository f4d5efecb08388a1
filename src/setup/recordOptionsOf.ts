import type { ZoneConfig } from '../config/options.ts';
import { ttlSecondsByKind } from '../config/ttlSecondsByKind.ts';
import { type Cidr, parseCidr } from '../dns/cidr.ts';
import type { DomainName } from '../dns/rrset.ts';
import type { LabelSelector } from '../model/labelSelector.ts';
import { parseSelector } from '../records/parseSelector.ts';
import {
  type AllowRule,
  type NameTemplate,
  type RecordOptions,
  shortNames,
} from '../records/recordOptions.ts';
import type { Scope } from '../records/scope.ts';

/**
 * The configuration of one zone, in the terms of `records/`. A selector that cannot be read throws a
 * SelectorError.
 *
 * @param all every configured zone, this one among them or not
 */
export const recordOptionsOf = (config: ZoneConfig, all: readonly ConfiguredNames[]): RecordOptions => ({
  zone: config.zone,
  ...othersOf(config, all),
  scope: scopeOf(config),
  ttlSeconds: ttlSecondsByKind(config.ttl),
  minTtlSeconds: config.minTtlSeconds,
  maxTtlSeconds: config.maxTtlSeconds,
  addresses: config.addresses,
  nodeAddressTypes: config.nodeAddress,
  watchNodes: config.watchNodes,
  networks: cidrsOf(config.networks),
  excludeNetworks: cidrsOf(config.excludeNetworks),
  names: [...shortNames(config.shortNames), ...config.names.map(templateOf)],
  allow: config.allow.map(allowRuleOf),
  hideEmpty: config.hideEmpty,
  endpointPodNames: config.endpointPodNames,
  endpointNames: config.endpointNames,
  srvAtService: config.srvAtService,
  podNames: config.podNames,
  zonalNames: config.zonalNames,
  clusterDomain: config.clusterDomain,
  externalNameAddresses: config.externalNameAddresses,
  externalDnsAnnotations: config.externalDnsAnnotations,
  srvPriority: config.srvPriority,
  srvWeight: config.srvWeight,
  maxNames: config.maxNames,
  maxRecords: config.maxRecords,
  maxTopologyZones: config.maxTopologyZones,
  maxWildcardNames: config.maxWildcardNames,
  sources: config.sources,
  ingressClasses: config.ingressClasses,
  ingressTlsHosts: config.ingressTlsHosts,
  ingressRules: config.ingressRules,
  gateways: config.gateways,
  gatewayClasses: config.gatewayClasses,
  gatewayWildcards: config.gatewayWildcards,
});

type ConfiguredNames = Pick<ZoneConfig, 'zone' | 'sources'> & { readonly view?: string | undefined };

/** What is known to be in another view takes no names from this one. */
const othersOf = (
  { zone, view }: ConfiguredNames,
  all: readonly ConfiguredNames[],
): Required<Pick<RecordOptions, 'otherZones' | 'otherNodeZones'>> => {
  const others = all.filter(
    (other) => other.zone !== zone && (view === undefined || other.view === undefined || other.view === view),
  );
  const withNodes = others.filter(({ sources }) => sources.includes('node'));
  return { otherZones: others.map(nameOf), otherNodeZones: withNodes.map(nameOf) };
};

const cidrsOf = (texts: readonly string[]): readonly Cidr[] => texts.flatMap((text) => parseCidr(text) ?? []);

const nameOf = ({ zone }: ConfiguredNames): DomainName => zone;

type ScopeConfig = {
  readonly namespaces?: readonly string[] | undefined;
  readonly namespaceSelector?: string | undefined;
  readonly selector?: string | undefined;
};

/** An empty list of namespaces, as the configuration has it by default, does not restrict. */
const scopeOf = ({ namespaces, namespaceSelector, selector }: ScopeConfig): Scope => ({
  ...(namespaces === undefined || namespaces.length === 0 ? {} : { namespaces }),
  ...(namespaceSelector === undefined ? {} : { namespaceSelector: selectorOf(namespaceSelector) }),
  ...(selector === undefined ? {} : { selector: selectorOf(selector) }),
});

const templateOf = ({
  template,
  addresses,
  ttlSeconds,
  ...scope
}: ZoneConfig['names'][number]): NameTemplate => ({
  rule: 'template',
  template,
  scope: scopeOf(scope),
  ...(addresses === undefined ? {} : { addresses }),
  ...(ttlSeconds === undefined ? {} : { ttlSeconds }),
});

const allowRuleOf = ({ names, kinds, types, ...scope }: ZoneConfig['allow'][number]): AllowRule => ({
  patterns: names,
  scope: scopeOf(scope),
  ...(kinds === undefined ? {} : { kinds }),
  ...(types === undefined ? {} : { types }),
});

/** A selector in the configuration that is none. The message is one line for the user. */
export class SelectorError extends Error {
  override readonly name = 'SelectorError';
}

export const selectorOf = (text: string): LabelSelector => {
  const parsed = parseSelector(text);
  if (parsed.kind === 'invalid') throw new SelectorError(parsed.message);
  return parsed.selector;
};
