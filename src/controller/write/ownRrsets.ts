import type { DomainName, Rrset } from '../../dns/rrset.ts';
import { recordsOwnedAt } from '../../zone/marker.ts';
import { toRrsets } from '../../zone/toRrsets.ts';
import type { UnitKey } from '../../zone/unit.ts';
import { baseOf } from '../desired/isNameAskedFor.ts';
import type { ZoneContext } from '../zoneContext.ts';
import { heldNow, outsideName } from './heldNow.ts';
import { rrsetsOfSource } from './writtenSource.ts';

type Context = Pick<ZoneContext, 'standing' | 'ledger' | 'desired' | 'options'>;

/** What of ours the zone holds at a unit; of SRV records outside also at the name that they lead to. */
export const ownRrsets = (context: Context, unit: UnitKey): readonly Rrset[] => {
  const name = outsideName(context, unit);
  if (name === undefined) return rrsetsOfSource(context, context.ledger.source(unit));
  return [...new Set([name, baseOf(name)])].flatMap((at) => ownAt(context, at));
};

const ownAt = (context: Context, name: DomainName): readonly Rrset[] =>
  toRrsets(
    recordsOwnedAt(name, heldNow(context, name), context.options.owner).map((record) => ({
      name,
      ...record,
    })),
  );
