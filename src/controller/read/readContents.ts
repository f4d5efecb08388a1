import { equalDigests } from '../../dns/recordDigest.ts';
import type { DomainName, ResourceRecord } from '../../dns/rrset.ts';
import { sameHeld } from '../../zone/heldName.ts';
import { recordsOwnedAt } from '../../zone/marker.ts';
import { heldAt, type Mirror } from '../../zone/mirror.ts';
import { toRrsets } from '../../zone/toRrsets.ts';
import { nameUnit, type UnitKey } from '../../zone/unit.ts';
import { markSuspect } from '../markSuspect.ts';
import { waitBeforeReading } from '../waitBeforeRetry.ts';
import { note } from '../write/writtenSource.ts';
import type { ZoneContext } from '../zoneContext.ts';
import { transferOnto } from './transferOnto.ts';

/**
 * Reads the records of some units of the territory: those whose digest is not that of what was written. The
 * mirror keeps digests only, so this is a second transfer; it replaces the mirror as well. Units that changed
 * between the two are looked at with the next read-back, so that a zone which never rests is still written.
 * False when the transfer failed: everything is compared again then.
 */
export const readContents = async (context: ZoneContext, units: ReadonlySet<UnitKey>): Promise<boolean> => {
  const { standing, schedule } = context;
  const contents = new Map<UnitKey, ResourceRecord[]>([...units].map((unit) => [unit, []]));
  const { result, mirror: fresh } = await transferOnto(context, undefined, (unit, _change, record) => {
    if (record !== undefined) contents.get(unit)?.push(record);
  });
  if (result.kind !== 'complete') {
    schedule.compareAgain();
    waitBeforeReading(context, result);
    return false;
  }
  const before = standing.mirror();
  fresh.serial = result.serial;
  standing.see(fresh);
  if (before !== undefined && before.serial !== fresh.serial) lookAgain(context, before, fresh, units);
  // A serial has one content: what was known came by another history, and was not compared as it is.
  else if (before !== undefined && !isSameContent(before, fresh)) schedule.compareAgain();
  for (const [unit, records] of contents) {
    note(context, unit, { kind: 'listed', rrsets: toRrsets(records) });
    markSuspect(context, unit);
  }
  return true;
};

const lookAgain = (
  context: ZoneContext,
  before: Mirror,
  fresh: Mirror,
  known: ReadonlySet<UnitKey>,
): void => {
  const { ledger, schedule, options } = context;
  for (const unit of changedUnits(before, fresh)) if (!known.has(unit)) ledger.doubt(unit);
  for (const name of changedNames(before, fresh)) {
    ledger.setName(name, recordsOwnedAt(name, heldAt(fresh, name), options.owner).length);
    markSuspect(context, nameUnit(name));
  }
  if (ledger.unconfirmed().size > 0) schedule.readBackSoon();
};

const isSameContent = (a: Mirror, b: Mirror): boolean =>
  changedUnits(a, b).next().done === true && changedNames(a, b).next().done === true;

const changedUnits = function* (before: Mirror, fresh: Mirror): Generator<UnitKey> {
  for (const unit of new Set([...before.territory.keys(), ...fresh.territory.keys()])) {
    const [old, now] = [before.territory.get(unit), fresh.territory.get(unit)];
    const isSame = old === undefined || now === undefined ? old === now : equalDigests(old, now);
    if (!isSame) yield unit;
  }
};

const changedNames = function* (before: Mirror, fresh: Mirror): Generator<DomainName> {
  for (const name of new Set([...before.outside.names(), ...fresh.outside.names()]))
    if (!sameHeld(heldAt(before, name), heldAt(fresh, name))) yield name;
};
