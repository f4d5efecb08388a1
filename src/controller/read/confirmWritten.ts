import { recordsOfRrset } from '../../dns/formatZone.ts';
import { digestOf, equalDigests, type RecordDigest } from '../../dns/recordDigest.ts';
import { type DomainName, type ResourceRecord, type Rrset, recordKey } from '../../dns/rrset.ts';
import { createPacer } from '../../pacer.ts';
import { type HeldName, sameHeld } from '../../zone/heldName.ts';
import { recordsOwnedAt } from '../../zone/marker.ts';
import { heldAt, type Mirror } from '../../zone/mirror.ts';
import { toRrsets } from '../../zone/toRrsets.ts';
import { nameUnit, type UnitKey } from '../../zone/unit.ts';
import { markSuspect } from '../markSuspect.ts';
import { outsideName } from '../write/heldNow.ts';
import { findOmitted } from '../write/omitted.ts';
import { noteOmitted, release } from '../write/release.ts';
import { digestOfSource, note, rrsetsOfSource, type WrittenSource } from '../write/writtenSource.ts';
import type { ZoneContext } from '../zoneContext.ts';
import { readContents } from './readContents.ts';

/**
 * What an IXFR said about each unit, in order. The list may be cut short; then the digests show what differs.
 */
export type UnitChanges = Map<UnitKey, UnitChange[]>;
export type UnitChange = { readonly change: 'add' | 'remove'; readonly record: ResourceRecord };

/**
 * Holds the mirror against what was written: NOERROR is not proof (BIND omits single records silently), and
 * another writer may have changed something of ours. What differs becomes dirty; planning it again heals it.
 */
export const confirmWritten = async (
  context: ZoneContext,
  mirror: Mirror,
  changes: UnitChanges,
): Promise<void> => {
  const { ledger, schedule, options } = context;
  const pacer = createPacer(context.nowMs);
  const unknown = new Set<UnitKey>();
  const unconfirmed = ledger.takeUnconfirmed();
  schedule.noteReadBack();
  for (const unit of new Set([...changes.keys(), ...unconfirmed.units])) {
    const seen = { changes: changes.get(unit) ?? [], wasWritten: unconfirmed.units.has(unit) };
    const name = outsideName(context, unit);
    if (name !== undefined) {
      const held = heldAt(mirror, name);
      ledger.setName(name, recordsOwnedAt(name, held, options.owner).length);
      confirmName(context, { name, ...seen }, unconfirmed.names.get(name), held);
    } else if (!confirmUnit(context, mirror, { unit, ...seen })) unknown.add(unit);
    const pause = pacer.pause();
    if (pause !== undefined) await pause;
  }
  if (unknown.size === 0) return;
  const expected = expectations(ledger.sources(), unknown, unconfirmed.units);
  if (await readContents(context, unknown)) judgeContents(context, expected, changes);
};

type Seen = {
  readonly changes: readonly UnitChange[];
  /** It was written since the last reading. */
  readonly wasWritten: boolean;
};

/** False when the unit differs from what was written and the changes alone do not show its content. */
const confirmUnit = (
  context: ZoneContext,
  mirror: Mirror,
  { unit, changes, wasWritten }: Seen & { readonly unit: UnitKey },
): boolean => {
  const actual = mirror.territory.get(unit);
  const written = context.ledger.source(unit);
  if (sameDigest(digestOfSource(context, written), actual)) {
    if (wasWritten) prove(context, unit);
    return true;
  }
  const content = replay(rrsetsOfSource(context, written), changes);
  if (!sameDigest(digestOf(content), actual)) return false;
  note(context, unit, { kind: 'listed', rrsets: content });
  markSuspect(context, unit);
  return true;
};

/**
 * A name outside the territory is in the mirror as it is, so what is missing shows without another transfer.
 */
export const confirmName = (
  context: ZoneContext,
  { name, changes, wasWritten }: Seen & { readonly name: DomainName },
  expected: HeldName | undefined,
  actual: HeldName,
): void => {
  const unit = nameUnit(name);
  if (!wasWritten || expected === undefined) {
    markSuspect(context, unit);
    return;
  }
  const toRecords = ({ records }: HeldName): ResourceRecord[] =>
    records.map((record) => ({ name, ...record }));
  const omitted = findOmitted({
    expected: toRecords(expected),
    actual: toRecords(actual),
    added: addedIn(changes),
  });
  if (omitted !== undefined && !changes.some(({ change }) => change === 'remove'))
    noteOmitted(context, unit, omitted);
  else if (omitted === undefined && sameHeld(expected, actual)) prove(context, unit);
  else markSuspect(context, unit);
};

/** Everything that was written is there. */
const prove = (context: ZoneContext, unit: UnitKey): void => {
  if (context.quarantine.hasOmissions(unit)) release(context, unit);
};

/** What units whose content must be read should hold. */
export const expectations = (
  written: ReadonlyMap<UnitKey, WrittenSource>,
  unknown: ReadonlySet<UnitKey>,
  unconfirmed: ReadonlySet<UnitKey>,
): ReadonlyMap<UnitKey, WrittenSource | undefined> =>
  new Map([...unknown].filter((unit) => unconfirmed.has(unit)).map((unit) => [unit, written.get(unit)]));

/**
 * Separates what the server omitted from what another writer changed, now that the units' content is known.
 */
export const judgeContents = (
  context: ZoneContext,
  expected: ReadonlyMap<UnitKey, WrittenSource | undefined>,
  changes: UnitChanges,
): void => {
  for (const [unit, source] of expected) {
    const omitted = findOmitted({
      expected: rrsetsOfSource(context, source).flatMap(recordsOfRrset),
      actual: rrsetsOfSource(context, context.ledger.source(unit)).flatMap(recordsOfRrset),
      added: addedIn(changes.get(unit) ?? []),
    });
    if (omitted !== undefined) noteOmitted(context, unit, omitted);
  }
};

const addedIn = (changes: readonly UnitChange[]): ResourceRecord[] =>
  changes.filter(({ change }) => change === 'add').map(({ record }) => record);

/**
 * Our own changes are in the ledger already, and replaying them changes nothing; those of another writer
 * show.
 */
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

export const sameDigest = (a: Readonly<RecordDigest>, b: RecordDigest | undefined): boolean =>
  b === undefined ? a.count === 0 : equalDigests(a, b);
