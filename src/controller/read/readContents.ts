import { equalDigests } from '../../dns/recordDigest.ts';
import type { ResourceRecord } from '../../dns/rrset.ts';
import { sameHeld } from '../../zone/heldName.ts';
import { applyOther, applyRecord, emptyMirror, heldAt, type Mirror } from '../../zone/mirror.ts';
import type { UnitKey } from '../../zone/zoneLayout.ts';
import { suspect } from '../suspect.ts';
import { waitBeforeReading } from '../waitBeforeRetry.ts';
import { remember, toRrsets } from '../write/planUnit.ts';
import type { ZoneContext } from '../zoneContext.ts';

/**
 * Reads the records of some units of the territory: those whose digest is not that of what was written. The mirror keeps digests only, so this is a
 * second transfer; it replaces the mirror as well. Units that changed between the two are looked at with the next read-back, so that a zone which never
 * rests is still written. False when the transfer failed: everything is compared again then.
 */
export const readContents = async (context: ZoneContext, units: ReadonlySet<UnitKey>): Promise<boolean> => {
  const { state } = context;
  const fresh = emptyMirror(state.layout);
  const contents = new Map<UnitKey, ResourceRecord[]>([...units].map((unit) => [unit, []]));
  const result = await context.client.transfer(undefined, {
    begin: () => undefined,
    record: (change, record) => {
      const unit = applyRecord(fresh, change, record);
      if (unit !== undefined) contents.get(unit)?.push(record);
    },
    other: (change, name) => void applyOther(fresh, change, name),
  });
  if (result.kind !== 'complete') {
    state.compareDue = true;
    waitBeforeReading(context, result);
    return false;
  }
  const before = state.mirror;
  fresh.serial = result.serial;
  state.mirror = fresh;
  if (before !== undefined && before.serial !== fresh.serial) lookAgain(context, before, fresh, units);
  for (const [unit, records] of contents) {
    const rrsets = toRrsets(records);
    remember(state.written, unit, rrsets.length === 0 ? undefined : { kind: 'listed', rrsets });
    suspect(context, unit);
  }
  return true;
};

const lookAgain = (
  context: ZoneContext,
  before: Mirror,
  fresh: Mirror,
  known: ReadonlySet<UnitKey>,
): void => {
  const { state } = context;
  for (const unit of new Set([...before.territory.keys(), ...fresh.territory.keys()])) {
    const [old, now] = [before.territory.get(unit), fresh.territory.get(unit)];
    const same = old === undefined || now === undefined ? old === now : equalDigests(old, now);
    if (!same && !known.has(unit)) state.unconfirmed.add(unit);
  }
  for (const name of new Set([...before.outside.keys(), ...fresh.outside.keys()])) {
    if (!sameHeld(heldAt(before, name), heldAt(fresh, name))) suspect(context, name);
  }
  if (state.unconfirmed.size > 0) state.readBackAtMs = context.nowMs() + context.options.readBackMs;
};
