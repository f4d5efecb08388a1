import { isRecordType, recordTypeNames } from '../../dns/recordTypes.ts';
import type { RecordType } from '../../dns/rrset.ts';
import type { EndpointEntry } from '../../model/dnsEndpoint.ts';
import { objectRefText } from '../../model/objectRef.ts';
import type { DnsEndpointSnapshot } from '../../model/originSnapshot.ts';
import { clampTtl } from '../parseTtl.ts';
import type { RecordProblem } from '../serviceRecords.ts';
import { sortedUnique } from '../sortedUnique.ts';
import { endpointRdata } from './endpointRdata.ts';
import type { SourceContext, SourceMaker, SourceRequest } from './sourceRequest.ts';
import { withoutLostTargets } from './withoutLostTargets.ts';

/**
 * The entries of a DNSEndpoint, each an RRset as it is written there: addresses as far as the zone holds
 * them, and no SRV record to a name that is left without any. A bad entry is left out alone and said; entries
 * of one name and type are one RRset.
 */
export const dnsEndpointRequests: SourceMaker<DnsEndpointSnapshot> = ({ object }, context) => {
  const requests: SourceRequest[] = [];
  const problems: RecordProblem[] = [];
  for (const [index, entry] of object.endpoints.entries()) {
    const made = requestOf(context, entry, index);
    if (typeof made === 'string') problems.push(problemOf(context, { entry, index }, made));
    else requests.push(made);
    if (entry.hasSetIdentifier) problems.push(problemOf(context, { entry, index }, joinedText));
  }
  return { requests: withoutLostTargets(requests), problems };
};

const joinedText =
  'it has a setIdentifier, which DNS updates know nothing of: all entries of the name and type are one RRset';

/** A text says what is wrong with the entry. */
const requestOf = (context: SourceContext, entry: EndpointEntry, index: number): SourceRequest | string => {
  const { dnsName, targets, ttlSeconds } = entry;
  const type = entry.recordType === '' ? impliedType(targets) : entry.recordType.toUpperCase();
  if (!isRecordType(type))
    return `its type is "${entry.recordType}", needed one of ${recordTypeNames.join(', ')}`;
  if (dnsName === '') return 'it has no dnsName';
  if (targets.length === 0) return 'it has no targets';
  if (ttlSeconds < 0 || !Number.isInteger(ttlSeconds))
    return `its recordTTL is ${ttlSeconds}, needed whole seconds`;
  const rdatas: string[] = [];
  for (const target of targets) {
    const made = endpointRdata(type, target);
    if (made.kind === 'invalid') return made.found;
    rdatas.push(made.rdata);
  }
  if (type === 'CNAME' && new Set(rdatas).size > 1) return 'it is a CNAME with several targets, needed one';
  const isAddress = type === 'A' || type === 'AAAA';
  const held = isAddress ? context.filter.keep(sortedUnique(rdatas)) : sortedUnique(rdatas);
  return {
    text: dnsName,
    names: 'any',
    rule: 'dnsendpoint',
    askedBy: `endpoint ${index + 1}`,
    content: [{ type, ttlSeconds: ttlOf(context, ttlSeconds), rdatas: held }],
  };
};

/** external-dns's own default: what the targets look like. */
const impliedType = (targets: readonly string[]): RecordType => {
  const [first = ''] = targets;
  if (first.includes(':')) return 'AAAA';
  return /^[\d.]+$/.test(first) ? 'A' : 'CNAME';
};

const ttlOf = ({ ttlSeconds, options }: SourceContext, asked: number): number =>
  asked === 0 ? ttlSeconds : clampTtl(asked, options);

const problemOf = (
  { object }: SourceContext,
  { entry, index }: { readonly entry: EndpointEntry; readonly index: number },
  found: string,
): RecordProblem => {
  const about = `endpoint ${index + 1} ("${entry.dnsName}") of ${objectRefText(object)}`;
  return { kind: 'invalid-endpoint', object, message: `Cannot publish ${about}: ${found}` };
};
