import { canonicalAddress } from '../../dns/address.ts';
import type { LoadBalancerIngress, Service, ServiceCommon, ServiceType } from '../../model/service.ts';
import { arrayAt, type JsonObject, objectAt, textAt } from '../jsonObject.ts';
import { loadBalancerIngress } from './loadBalancerIngress.ts';
import { pickAnnotations, pickLabels } from './pickLabels.ts';
import {
  createProblemList,
  type ProblemList,
  type Projection,
  type ProjectionContext,
} from './projection.ts';
import { readAddresses } from './readAddresses.ts';
import { servicePorts } from './servicePorts.ts';

/**
 * A Service (v1) as the model has it. An empty `clusterIP` is an allocation that is pending, not a headless
 * Service.
 */
export const projectService = (json: JsonObject, context: ProjectionContext): Projection<Service> => {
  const metadata = objectAt(json, 'metadata');
  const problems = createProblemList(
    'Service',
    `${textAt(metadata, 'namespace')}/${textAt(metadata, 'name')}`,
  );
  const spec = objectAt(json, 'spec');
  const common = projectCommon(json, context, problems);
  return { object: ofKind(common, spec, problems), problems: problems.texts };
};

const ofKind = (common: ServiceCommon, spec: JsonObject, problems: ProblemList): Service => {
  if (common.type === 'ExternalName') {
    const externalName = textAt(spec, 'externalName');
    if (externalName !== '') return { kind: 'external-name', ...common, externalName };
    problems.add('spec.externalName', spec['externalName'], 'a domain name');
    return { kind: 'pending', ...common };
  }
  const written = clusterIpTexts(spec);
  const { clusterIP } = spec as { readonly clusterIP?: unknown };
  if ((clusterIP ?? '') !== '' && !sameAddress(clusterIP, written[0]))
    problems.add('spec.clusterIP', clusterIP, 'the first of spec.clusterIPs, which counts');
  if (written[0] === 'None') return { kind: 'headless', ...common };
  const clusterIps = readAddresses(written, 'spec.clusterIPs', problems);
  return clusterIps.length === 0
    ? { kind: 'pending', ...common }
    : { kind: 'cluster-ip', ...common, clusterIps };
};

/** Manifests, and API servers from before dual stack, have `clusterIP` alone. */
const clusterIpTexts = (spec: JsonObject): readonly unknown[] => {
  const clusterIps = arrayAt(spec, 'clusterIPs');
  if (clusterIps.length > 0) return clusterIps;
  const clusterIp = spec['clusterIP'] ?? '';
  return clusterIp === '' ? [] : [clusterIp];
};

const sameAddress = (a: unknown, b: unknown): boolean =>
  a === b ||
  (typeof a === 'string' && typeof b === 'string' && sameText(canonicalAddress(a), canonicalAddress(b)));

const sameText = (a: string | undefined, b: string | undefined): boolean => a !== undefined && a === b;

const projectCommon = (
  json: JsonObject,
  { needs, interner }: ProjectionContext,
  problems: ProblemList,
): ServiceCommon => {
  const metadata = objectAt(json, 'metadata');
  const spec = objectAt(json, 'spec');
  const type = serviceType(spec, problems);
  return {
    namespace: interner.text(textAt(metadata, 'namespace')),
    name: textAt(metadata, 'name'),
    uid: textAt(metadata, 'uid'),
    createdMs: Date.parse(textAt(metadata, 'creationTimestamp')) || 0,
    type,
    ports: servicePorts(spec, interner, problems),
    publishNotReadyAddresses: spec['publishNotReadyAddresses'] === true,
    localTraffic: spec['externalTrafficPolicy'] === 'Local',
    externalIps: readAddresses(arrayAt(spec, 'externalIPs'), 'spec.externalIPs', problems),
    loadBalancer: type === 'LoadBalancer' ? loadBalancerIngress(json, problems) : noIngress,
    labels: pickLabels(objectAt(metadata, 'labels'), needs.labels),
    annotations: pickAnnotations(objectAt(metadata, 'annotations'), needs),
  };
};

/** The API fills in ClusterIP; a manifest may leave it out. */
const serviceType = (spec: JsonObject, problems: ProblemList): ServiceType => {
  const type = types.get(spec['type'] ?? '');
  if (type === undefined)
    problems.add('spec.type', spec['type'], 'ClusterIP, NodePort, LoadBalancer or ExternalName');
  return type ?? 'ClusterIP';
};

const types: ReadonlyMap<unknown, ServiceType> = new Map([
  ['', 'ClusterIP'],
  ['ClusterIP', 'ClusterIP'],
  ['NodePort', 'NodePort'],
  ['LoadBalancer', 'LoadBalancer'],
  ['ExternalName', 'ExternalName'],
]);

const noIngress: readonly LoadBalancerIngress[] = Object.freeze([]);
