import { createHash } from 'node:crypto';
import type { RecordDigest } from '../dns/recordDigest.ts';
import { emptyMirror, type Mirror } from './mirror.ts';
import type { UnitKey } from './unit.ts';
import { isWrittenZone, type WrittenZone } from './writtenZone.ts';
import type { ZoneLayout } from './zoneLayout.ts';

/** What a process knows of a zone when it stops, for the next one. */
export type RememberedZone = {
  /** What the zone held. */
  readonly mirror: Mirror;
  /** Units of the territory that are as they should be. */
  readonly made: ReadonlyMap<UnitKey, MadeRecords>;
};

/** The records of a unit. */
export type MadeRecords = {
  /** All that they were made of, in one line: equal ones mean equal records. */
  readonly text: string;
  readonly digest: Readonly<RecordDigest>;
};

/**
 * What is remembered of a zone as lines: the SHA-256 in hexadecimal of those that follow, the mirror as JSON,
 * and what records were made of.
 *
 * @param origin where the zone is and what wrote this; only the same reads it again
 */
export const rememberedText = ({ mirror, made }: RememberedZone, origin: string): string => {
  const { zone, apex, territory } = mirror.layout;
  const written: WrittenZone = {
    origin,
    zone,
    apex,
    territory,
    serial: mirror.serial,
    negativeTtlSeconds: mirror.negativeTtlSeconds ?? null,
    claim: mirror.claim,
    units: [...mirror.territory].map(([unit, { count, high, low }]) => [unit, count, high, low]),
    made: [...made.keys()],
    outside: [...mirror.outside.entries()].map(([name, { records, others, marker }]) => [
      name,
      records,
      others,
      marker,
    ]),
    cuts: [...mirror.cuts],
  };
  const lines = [JSON.stringify(written), ...[...made.values()].map(({ text }) => text)].join('\n');
  return `${sha256Of(lines)}\n${lines}\n`;
};

/**
 * What {@link rememberedText} wrote; undefined where the text is damaged, of another origin, or of a zone
 * that is divided otherwise.
 */
export const readRememberedText = (
  text: string,
  layout: ZoneLayout,
  origin: string,
): RememberedZone | undefined => {
  const end = text.indexOf('\n');
  if (text.slice(0, Math.max(0, end)) !== sha256Of(text.slice(end + 1, -1))) return undefined;
  const [json = '', ...texts] = text.slice(end + 1, -1).split('\n');
  const written: unknown = JSON.parse(json);
  if (!isWrittenZone(written)) return undefined;
  const isSame =
    written.origin === origin &&
    written.zone === layout.zone &&
    written.apex === layout.apex &&
    written.territory === layout.territory;
  if (!isSame) return undefined;
  const mirror = emptyMirror(layout);
  const made = new Map<UnitKey, MadeRecords>();
  mirror.serial = written.serial;
  mirror.negativeTtlSeconds = written.negativeTtlSeconds ?? undefined;
  mirror.claim = written.claim;
  for (const [unit, count, high, low] of written.units) mirror.territory.set(unit, { count, high, low });
  for (const [at, unit] of written.made.entries()) {
    const digest = mirror.territory.get(unit);
    const madeOf = texts[at];
    // A digest of its own: the mirror's goes on changing with the zone.
    if (digest !== undefined && madeOf !== undefined) made.set(unit, { text: madeOf, digest: { ...digest } });
  }
  for (const [name, records, others, marker] of written.outside)
    mirror.outside.update(name, () => ({ records, others, marker }));
  for (const [name, types] of written.cuts) mirror.cuts.set(name, types);
  return { mirror, made };
};

const sha256Of = (text: string): string => createHash('sha256').update(text).digest('hex');
