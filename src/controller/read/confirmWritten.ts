import { recordsOfRrset } from '../../dns/formatZone.ts';
import { digestOf, equalDigests, type RecordDigest } from '../../dns/recordDigest.ts';
import type { ResourceRecord, Rrset } from '../../dns/rrset.ts';
import { createPacer } from '../../pacer.ts';
import { type HeldName, sameHeld } from '../../zone/heldName.ts';
import { heldAt, type Mirror } from '../../zone/mirror.ts';
import type { UnitKey } from '../../zone/zoneLayout.ts';
import { suspect } from '../suspect.ts';
import { findLeftOut } from '../write/leftOut.ts';
import { isOutsideName, remember, toRrsets } from '../write/planUnit.ts';
import { noteLeftOut, release } from '../write/quarantine.ts';
import { digestOfSource, rrsetsOfSource, type WrittenSource } from '../write/writtenSource.ts';
import type { ZoneContext } from '../zoneContext.ts';
import { readContents } from './readContents.ts';

/** What an IXFR told about each unit, in order. The list may be cut short: the digests tell. */
export type UnitChanges = Map<UnitKey, UnitChange[]>;
export type UnitChange = { readonly change: 'add' | 'remove'; readonly record: ResourceRecord };

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
  const { unconfirmed, writtenNames } = takeUnconfirmed(context);
  for (const unit of new Set([...changes.keys(), ...unconfirmed])) {
    const seen: Seen = { unit, changes: changes.get(unit) ?? [], wasWritten: unconfirmed.has(unit) };
    if (isOutsideName(context, unit))
      confirmName(context, seen, writtenNames.get(unit), heldAt(mirror, unit));
    else if (!confirmUnit(context, mirror, seen)) unknown.add(unit);
    const pause = pacer.pause();
    if (pause !== undefined) await pause;
  }
  if (unknown.size === 0) return;
  const expected = expectations(state.written, unknown, unconfirmed);
  if (await readContents(context, unknown)) judgeContents(context, expected, changes);
};

type Seen = {
  readonly unit: UnitKey;
  readonly changes: readonly UnitChange[];
  /** It was written since the last reading. */
  readonly wasWritten: boolean;
};

/** What was acknowledged and not read back; the zone has been read now, so the list is empty from here on. */
export const takeUnconfirmed = ({
  state,
}: ZoneContext): {
  readonly unconfirmed: ReadonlySet<UnitKey>;
  readonly writtenNames: ReadonlyMap<UnitKey, HeldName>;
} => {
  const taken = { unconfirmed: new Set(state.unconfirmed), writtenNames: new Map(state.writtenNames) };
  state.writtenNames.clear();
  state.unconfirmed.clear();
  state.readBackAtMs = undefined;
  state.readBackLatestMs = undefined;
  return taken;
};

/** False when the unit differs from what was written and its content cannot be told from the changes alone. */
const confirmUnit = (context: ZoneContext, mirror: Mirror, { unit, changes, wasWritten }: Seen): boolean => {
  const { state } = context;
  const actual = mirror.territory.get(unit);
  const written = state.written.get(unit);
  if (sameDigest(digestOfSource(context, written), actual)) {
    if (wasWritten) prove(context, unit);
    return true;
  }
  const content = replay(rrsetsOfSource(context, written), changes);
  if (!sameDigest(digestOf(content), actual)) return false;
  remember(state.written, unit, content.length === 0 ? undefined : { kind: 'listed', rrsets: content });
  suspect(context, unit);
  return true;
};

/** A name outside the territory is in the mirror as it is, so what is missing shows without another transfer. */
export const confirmName = (
  context: ZoneContext,
  { unit, changes, wasWritten }: Seen,
  expected: HeldName | undefined,
  actual: HeldName,
): void => {
  if (!wasWritten || expected === undefined) {
    suspect(context, unit);
    return;
  }
  const toRecords = ({ records }: HeldName): ResourceRecord[] =>
    records.map((record) => ({ name: unit, ...record }));
  const leftOut = findLeftOut({
    expected: toRecords(expected),
    actual: toRecords(actual),
    added: addedIn(changes),
  });
  if (leftOut !== undefined && !changes.some(({ change }) => change === 'remove'))
    noteLeftOut(context, unit, leftOut);
  else if (leftOut === undefined && sameHeld(expected, actual)) prove(context, unit);
  else suspect(context, unit);
};

/** Everything that was written is there. */
export const prove = (context: ZoneContext, unit: UnitKey): void => {
  if (context.state.leftOut.has(unit)) release(context, unit);
};

/** What units whose content must be read should hold. */
export const expectations = (
  written: ReadonlyMap<UnitKey, WrittenSource>,
  unknown: ReadonlySet<UnitKey>,
  unconfirmed: ReadonlySet<UnitKey>,
): ReadonlyMap<UnitKey, WrittenSource | undefined> =>
  new Map([...unknown].filter((unit) => unconfirmed.has(unit)).map((unit) => [unit, written.get(unit)]));

/** Tells what the server left out from what another hand changed, now that the units' content is known. */
export const judgeContents = (
  context: ZoneContext,
  expected: ReadonlyMap<UnitKey, WrittenSource | undefined>,
  changes: UnitChanges,
): void => {
  for (const [unit, source] of expected) {
    const leftOut = findLeftOut({
      expected: rrsetsOfSource(context, source).flatMap(recordsOfRrset),
      actual: rrsetsOfSource(context, context.state.written.get(unit)).flatMap(recordsOfRrset),
      added: addedIn(changes.get(unit) ?? []),
    });
    if (leftOut === undefined) continue;
    context.state.suspects.delete(unit);
    noteLeftOut(context, unit, leftOut);
  }
};

const addedIn = (changes: readonly UnitChange[]): ResourceRecord[] =>
  changes.filter(({ change }) => change === 'add').map(({ record }) => record);

/** Our own changes are in `written` already, and replaying them changes nothing; those of another hand show. */
const replay = (written: readonly Rrset[], changes: readonly UnitChange[]): Rrset[] => {
  const records = new Map(
    written.flatMap(recordsOfRrset).map((record): [string, ResourceRecord] => [recordKey(record), record]),
  );
  for (const { change, record } of changes) {
    if (change === 'add') records.set(recordKey(record), record);
    else records.delete(recordKey(record));
  }
  return toRrsets(records.values());
};

const recordKey = ({ name, type, rdata }: ResourceRecord): string => `${name} ${type} ${rdata}`;

export const sameDigest = (a: Readonly<RecordDigest>, b: RecordDigest | undefined): boolean =>
  b === undefined ? a.count === 0 : equalDigests(a, b);
