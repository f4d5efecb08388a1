import { addRecord, emptyDigest, equalDigests, type RecordDigest } from '../dns/digest.ts';
import type { ResourceRecord, Rrset } from '../dns/rrset.ts';
import type { UnitKey } from '../zone/layout.ts';
import type { Mirror } from '../zone/mirror.ts';
import { createPacer } from './pacer.ts';
import { isOutsideName, remember, toRrsets } from './planUnit.ts';
import { readContents } from './readContents.ts';
import type { ZoneContext } from './zoneContext.ts';

/** What an IXFR told about each unit, in order. The list may be cut short: the digests tell. */
export type UnitChanges = Map<
  UnitKey,
  { readonly change: 'add' | 'remove'; readonly record: ResourceRecord }[]
>;

/**
 * Holds the mirror against what was written: NOERROR is not proof (BIND leaves out single records silently), and another hand may have
 * changed something of ours. What differs becomes dirty; planning it again heals it.
 */
export const confirmWritten = async (
  context: ZoneContext,
  mirror: Mirror,
  changes: UnitChanges,
): Promise<void> => {
  const { state } = context;
  const pacer = createPacer(context.nowMs);
  const unknown = new Set<UnitKey>();
  for (const unit of new Set([...changes.keys(), ...state.unconfirmed])) {
    if (isOutsideName(context, unit)) suspect(context, unit);
    else if (!confirmUnit(context, mirror, unit, changes.get(unit) ?? [])) unknown.add(unit);
    const pause = pacer.pause();
    if (pause !== undefined) await pause;
  }
  state.writtenNames.clear();
  state.unconfirmed.clear();
  state.readBackAtMs = undefined;
  state.readBackLatestMs = undefined;
  if (unknown.size > 0) await readContents(context, unknown);
};

/** False when the unit differs from what was written and its content cannot be told from the changes alone. */
const confirmUnit = (
  context: ZoneContext,
  mirror: Mirror,
  unit: UnitKey,
  changes: readonly { readonly change: 'add' | 'remove'; readonly record: ResourceRecord }[],
): boolean => {
  const { desired, state } = context;
  const actual = mirror.territory.get(unit);
  const written = desired.rrsetsOf(state.written.get(unit));
  if (sameDigest(digestOf(written), actual)) return true;
  const content = replay(written, changes);
  if (!sameDigest(digestOf(content), actual)) return false;
  remember(state.written, unit, content.length === 0 ? undefined : { kind: 'listed', rrsets: content });
  suspect(context, unit);
  return true;
};

/** The zone's content differs from what was written there, or may: once the first sync is over, what planning finds now is healing. */
export const suspect = ({ state, nowMs }: ZoneContext, unit: UnitKey): void => {
  if (state.settled && !state.dirty.has(unit)) state.suspects.add(unit);
  state.dirty.set(unit, state.dirty.get(unit) ?? nowMs());
};

/** Our own changes are in `written` already, and replaying them changes nothing; those of another hand show. */
const replay = (
  written: readonly Rrset[],
  changes: readonly { readonly change: 'add' | 'remove'; readonly record: ResourceRecord }[],
): Rrset[] => {
  const records = new Map(recordsOf(written).map((record) => [recordKey(record), record]));
  for (const { change, record } of changes) {
    if (change === 'add') records.set(recordKey(record), record);
    else records.delete(recordKey(record));
  }
  return toRrsets(records.values());
};

const recordKey = ({ name, type, rdata }: ResourceRecord): string => `${name} ${type} ${rdata}`;

const recordsOf = (rrsets: readonly Rrset[]): ResourceRecord[] =>
  rrsets.flatMap(({ name, type, ttlSeconds, rdatas }) =>
    rdatas.map((rdata) => ({ name, type, ttlSeconds, rdata })),
  );

export const digestOf = (rrsets: readonly Rrset[]): RecordDigest => {
  const digest = emptyDigest();
  for (const { name, type, ttlSeconds, rdatas } of rrsets) {
    for (const rdata of rdatas) addRecord(digest, { name, type, ttlSeconds, rdata });
  }
  return digest;
};

export const sameDigest = (a: RecordDigest, b: RecordDigest | undefined): boolean =>
  b === undefined ? a.count === 0 : equalDigests(a, b);
