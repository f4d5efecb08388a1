import type { ResourceRecord } from '../dns/rrset.ts';
import type { UnitKey } from '../zone/layout.ts';
import { applyOther, applyRecord, emptyMirror } from '../zone/mirror.ts';
import { suspect } from './confirmWritten.ts';
import { remember, toRrsets } from './planUnit.ts';
import { waitBeforeReading } from './waitBeforeRetry.ts';
import type { ZoneContext } from './zoneContext.ts';

/**
 * Reads the records of some units of the territory: those whose digest is not that of what was written. The mirror keeps digests only, so this is a
 * second transfer; it replaces the mirror as well, and whatever changed in between is compared again.
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
  state.compareDue = result.serial !== state.mirror?.serial;
  fresh.serial = result.serial;
  state.mirror = fresh;
  for (const [unit, records] of contents) {
    const rrsets = toRrsets(records);
    remember(state.written, unit, rrsets.length === 0 ? undefined : { kind: 'listed', rrsets });
    suspect(context, unit);
  }
  return true;
};
