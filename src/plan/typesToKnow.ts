import { isRecordType } from '../dns/recordTypes.ts';
import type { DomainName, Rdata, RecordType } from '../dns/rrset.ts';
import type { HeldRecord } from '../zone/heldName.ts';
import { type Marker, recordMark } from '../zone/marker.ts';
import { afterOf, beforeOf, type RrsetChange } from './rrsetChange.ts';

/** What is at a name outside the territory, and what becomes of it. */
type Known = {
  readonly name: DomainName;
  readonly changes: readonly RrsetChange[];
  readonly marker: Marker;
  /** The records at the name that are ours. */
  readonly mine: readonly HeldRecord[];
};

/** Types whose RRset must be exactly the one that is known when a change arrives. */
export const typesToKnow = ({ name, changes, marker, mine }: Known): readonly RecordType[] => [
  ...new Set([...typesAddedTo(changes), ...missingTypes(name, marker, mine)]),
];

/** An added record gives its TTL to the whole RRset (RFC 2181 §5.2), to records of others too. */
const typesAddedTo = (changes: readonly RrsetChange[]): readonly RecordType[] =>
  changes.flatMap((one) => {
    const [before, after] = [beforeOf(one), afterOf(one)];
    if (after === undefined) return [];
    const isAdded = after.ttlSeconds !== before?.ttlSeconds || !includesAll(before.rdatas, after.rdatas);
    return isAdded ? [after.type] : [];
  });

/**
 * Types of the records that the marker lists and that are not at the name. Another writer has deleted them,
 * or the message that brings them back has lost its answer and arrives later: who takes them out of the
 * marker must be sure that they are not there. Marks of the first schema say no type.
 */
const missingTypes = (
  name: DomainName,
  { marks }: Marker,
  mine: readonly HeldRecord[],
): readonly RecordType[] => {
  const there = new Set(mine.map((record) => recordMark(name, record)));
  const missing = marks.filter((mark) => mark.includes(':') && !there.has(mark));
  return [...new Set(missing.map((mark) => mark.slice(0, mark.indexOf(':'))))].filter(isRecordType);
};

const includesAll = (rdatas: readonly Rdata[], some: readonly Rdata[]): boolean => {
  const present = new Set(rdatas);
  return some.every((rdata) => present.has(rdata));
};
