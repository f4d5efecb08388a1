import type { ServiceKey } from '../model/service.ts';
import { usesNodes } from './answers/usesNodes.ts';
import { externalDnsPrefixes } from './outside/externalDns/externalDnsAnnotation.ts';
import { templateAnnotations, templateLabels } from './outside/fillTemplate.ts';
import type { RecordOptions } from './recordOptions.ts';
import type { Scope } from './scope.ts';
import { annotationPrefix } from './settings.ts';

/** What the options read of the API objects: everything else need not be watched or kept. */
export type RecordNeeds = {
  /** Names of the Pods behind endpoints. */
  readonly podNames: boolean;
  /** Topology zones of endpoints. */
  readonly topologyZones: boolean;
  /** Endpoints that other clusters have given ServiceImports. */
  readonly imports?: true;
  /** Labels of Services, by their keys. */
  readonly labels: readonly string[];
  readonly annotationKeys: readonly string[];
  readonly annotationPrefixes: readonly string[];
  readonly nodes: boolean;
  /** Labels of namespaces. */
  readonly namespaces: boolean;
  /** Which class Ingresses belong to that name none. */
  readonly ingressClasses: boolean;
  /** Services that rules for classes of Ingresses name. */
  readonly ingressServices: readonly ServiceKey[];
};

export const recordNeeds = (options: RecordOptions): RecordNeeds => {
  const scopes = [
    options.scope,
    ...options.names.map(({ scope }) => scope),
    ...options.allow.map(({ scope }) => scope),
  ];
  const templates = options.names.map(({ template }) => template);
  return {
    podNames: options.podNames || options.endpointPodNames,
    topologyZones: options.zonalNames,
    ...(options.sources.includes('import') ? { imports: true } : {}),
    labels: distinct([...scopes.flatMap(selectorKeys), ...templates.flatMap(templateLabels)]),
    annotationKeys: distinct(templates.flatMap(templateAnnotations)),
    annotationPrefixes: [annotationPrefix, ...(options.externalDnsAnnotations ? externalDnsPrefixes : [])],
    nodes: usesNodes(options),
    namespaces: scopes.some(({ namespaceSelector }) => namespaceSelector !== undefined),
    ...ingressNeeds(options),
  };
};

const ingressNeeds = ({
  sources,
  ingressClasses,
  ingressRules,
}: RecordOptions): Pick<RecordNeeds, 'ingressClasses' | 'ingressServices'> => {
  if (!sources.includes('ingress')) return { ingressClasses: false, ingressServices: [] };
  return {
    ingressClasses: ingressClasses.length + ingressRules.length > 0,
    ingressServices: distinct(ingressRules.flatMap((rule) => ('service' in rule ? [rule.service] : []))),
  };
};

const selectorKeys = ({ selector = [] }: Scope): readonly string[] => selector.map(({ key }) => key);

const distinct = (texts: readonly string[]): readonly string[] => [...new Set(texts)].sort();
