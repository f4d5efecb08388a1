import { equalDigests } from '../../dns/recordDigest.ts';
import { createPacer } from '../../pacer.ts';
import type { Mirror } from '../../zone/mirror.ts';
import type { MadeRecords } from '../../zone/rememberedZone.ts';
import type { UnitKey } from '../../zone/unit.ts';
import type { ZoneContext } from '../zoneContext.ts';

/**
 * Leaves for the next process what the zone holds, and what those records were made of that are as desired.
 */
export const remember = async (context: ZoneContext, mirror: Mirror): Promise<void> => {
  const { desired, memory, nowMs } = context;
  if (memory === undefined) return;
  const made = new Map<UnitKey, MadeRecords>();
  const pacer = createPacer(nowMs);
  for (const [unit, digest] of mirror.territory) {
    const source = desired.source(unit);
    if (source?.kind !== 'computed' || !equalDigests(source.digest, digest)) continue;
    const text = desired.textOf(unit);
    if (text !== undefined) made.set(unit, { text, digest });
    const pause = pacer.pause();
    if (pause !== undefined) await pause;
  }
  await memory.write({ mirror, made });
};
