import { exactList } from '../../exactList.ts';
import type { DnsEndpoint, EndpointEntry } from '../../model/dnsEndpoint.ts';
import { arrayAt, isJsonObject, type JsonObject, objectAt, textAt } from '../jsonObject.ts';
import { createProblemList, type Projection, type ProjectionContext } from './projection.ts';
import { sourceObject } from './sourceObject.ts';

/** A DNSEndpoint (externaldns.k8s.io/v1alpha1), whose definition lets nearly everything pass. */
export const projectDnsEndpoint = (json: JsonObject, context: ProjectionContext): Projection<DnsEndpoint> => {
  const common = sourceObject('DNSEndpoint', json, context);
  const problems = createProblemList('DNSEndpoint', `${common.ref.namespace}/${common.ref.name}`);
  const endpoints = arrayAt(objectAt(json, 'spec'), 'endpoints').flatMap((entry, index) => {
    if (isJsonObject(entry)) return [entryOf(entry, context)];
    problems.add(`spec.endpoints[${index}]`, entry, 'an object');
    return [];
  });
  return { object: { ...common, endpoints: exactList(endpoints) }, problems: problems.texts };
};

const entryOf = (entry: JsonObject, { interner }: ProjectionContext): EndpointEntry => {
  const ttl = entry['recordTTL'];
  return {
    dnsName: textAt(entry, 'dnsName'),
    recordType: interner.text(textAt(entry, 'recordType')),
    targets: exactList(arrayAt(entry, 'targets').filter((target) => typeof target === 'string')),
    ttlSeconds: typeof ttl === 'number' ? ttl : 0,
    hasSetIdentifier: textAt(entry, 'setIdentifier') !== '',
  };
};
