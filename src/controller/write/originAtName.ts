import type { DomainName } from '../../dns/rrset.ts';
import type { ObjectRef } from '../../model/objectRef.ts';
import { parseMarker } from '../../zone/marker.ts';
import type { ZoneContext } from '../zoneContext.ts';
import { heldNow } from './heldNow.ts';

/** What a name of ours outside the territory was written for; undefined where nothing is ours. */
export const originAtName = (
  context: Pick<ZoneContext, 'standing' | 'ledger' | 'options'>,
  name: DomainName,
): ObjectRef | undefined =>
  heldNow(context, name)
    .marker.flatMap((rdata) => parseMarker(rdata) ?? [])
    .find(({ owner }) => owner === context.options.owner)?.object;
