import type { DomainName } from '../../dns/rrset.ts';
import { type HeldName, nothingHeld } from '../../zone/heldName.ts';
import { heldAt } from '../../zone/mirror.ts';
import { type UnitKey, unitOf } from '../../zone/unit.ts';
import type { ZoneContext } from '../zoneContext.ts';

/** What a name outside the territory holds by the last acknowledgement. */
export const heldNow = (
  { standing, ledger }: Pick<ZoneContext, 'standing' | 'ledger'>,
  name: DomainName,
): HeldName => {
  const acknowledged = ledger.acknowledged(name);
  if (acknowledged !== undefined) return acknowledged;
  const mirror = standing.mirror();
  return mirror === undefined ? nothingHeld : heldAt(mirror, name);
};

/** The name of a unit that lies outside the territory. */
export const outsideName = (
  { standing }: Pick<ZoneContext, 'standing'>,
  key: UnitKey,
): DomainName | undefined => {
  const unit = unitOf(key);
  if (unit.kind === 'object') return undefined;
  return standing.layout().placeOf(unit.name).kind === 'outside' ? unit.name : undefined;
};
