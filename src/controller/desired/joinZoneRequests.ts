import { mostSpecificZone } from '../../dns/canonicalName.ts';
import type { DomainName } from '../../dns/rrset.ts';
import { type ObjectRef, objectRefText } from '../../model/objectRef.ts';
import { joinProblems, noProblems } from '../../records/joinProblems.ts';
import type { RecordOptions } from '../../records/recordOptions.ts';
import type { RecordProblem, RequestedName, RequestedNames } from '../../records/serviceRecords.ts';

/** What one object requests by the options of one zone. */
export type ZoneRequests = { readonly options: RecordOptions; readonly requests: RequestedNames };

/** What an object requests in one zone, and the requests that another of its own stands in the way of. */
export type JoinedRequests = RequestedNames & { readonly problems: readonly RecordProblem[] };

/**
 * The names in `zone` that one object requests by the options of several zones. Where two of them request one
 * base, the first that has anything to publish is kept as a whole, with its SRV names or without any: a name
 * never holds addresses of one request beside SRV records of the other.
 */
export const joinZoneRequests = (
  { zone, otherZones }: Pick<RecordOptions, 'zone' | 'otherZones'>,
  object: ObjectRef,
  sources: readonly ZoneRequests[],
): JoinedRequests => {
  const zones = [zone, ...otherZones];
  let problems = noProblems;
  const kept = new Map<DomainName, Kept>();
  for (const { options, requests } of sources) {
    const byBase = Map.groupBy(requests.names, ({ base }) => base);
    for (const base of requests.requested) {
      if (mostSpecificZone(base, zones) !== zone) continue;
      const asked = { zone: options.zone, names: byBase.get(base) ?? [] };
      const earlier = kept.get(base);
      if (earlier === undefined || earlier.names.length === 0) kept.set(base, asked);
      else problems = joinProblems(problems, clashOf(object, base, { earlier, asked }));
    }
  }
  const endpointsBelow = sources
    .flatMap(({ requests }) => requests.endpointsBelow ?? [])
    .filter((base) => kept.has(base));
  const names = [...kept.values()].flatMap((one) => one.names);
  return { names, requested: [...kept.keys()], endpointsBelow, problems };
};

/** The content of a base, and the zone whose options ask for it. */
type Kept = { readonly zone: DomainName; readonly names: readonly RequestedName[] };

/** The later request is a problem unless nothing is lost without it. */
const clashOf = (
  object: ObjectRef,
  base: DomainName,
  { earlier, asked }: { readonly earlier: Kept; readonly asked: Kept },
): readonly RecordProblem[] => {
  if (asked.names.length === 0 || contentText(earlier) === contentText(asked)) return noProblems;
  const about = `"${base}" for the options of zone ${asked.zone} of ${objectRefText(object)}`;
  const found = `those of zone ${earlier.zone} ask for the same name with other records and come first`;
  const message = `Cannot publish ${about}: ${found}, needed another name`;
  return [{ kind: 'names-clash', object, name: base, message }];
};

const contentText = ({ names }: Kept): string => JSON.stringify(names.map(({ rrsets }) => rrsets));
