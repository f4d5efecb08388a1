import { isBelow } from '../../dns/canonicalName.ts';
import type { DomainName } from '../../dns/rrset.ts';
import { createPacer } from '../../pacer.ts';
import { nameUnit } from '../../zone/unit.ts';
import type { ZoneContext } from '../zoneContext.ts';
import { noteCuts, notePresent } from './notePresent.ts';

/** Has the zone's wildcards know of all names that stand in it, after the whole zone was read. */
export const noteAllPresent = async (context: ZoneContext): Promise<void> => {
  const { present } = context.desired;
  present.takeUnknown();
  if (!present.isNeeded()) return;
  for (const name of present.noted()) notePresent(context, nameUnit(name));
  await noteThose(context, present.matters);
};

/** The same below wildcards that were not there before. */
export const noteNewlyPresent = async (context: ZoneContext): Promise<void> => {
  const parents = context.desired.present.takeUnknown();
  if (parents.length > 0) await noteThose(context, (name) => parents.some((parent) => isBelow(name, parent)));
};

const noteThose = async (context: ZoneContext, isConcerned: (name: DomainName) => boolean): Promise<void> => {
  const mirror = context.standing.mirror();
  if (mirror === undefined) return;
  noteCuts(context);
  const pacer = createPacer(context.nowMs);
  for (const name of mirror.outside.names()) {
    if (isConcerned(name)) notePresent(context, nameUnit(name));
    const pause = pacer.pause();
    if (pause !== undefined) await pause;
  }
};
