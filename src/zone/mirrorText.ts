import { createHash } from 'node:crypto';
import type { Cut } from './cutOver.ts';
import type { HeldName } from './heldName.ts';
import { emptyMirror, type Mirror } from './mirror.ts';
import type { UnitKey } from './unit.ts';
import type { ZoneLayout } from './zoneLayout.ts';

/** A mirror as JSON: lists in place of maps, names in place of what a layout knows. */
type Written = {
  readonly origin: string;
  readonly zone: string;
  readonly apex: string;
  readonly territory: string;
  readonly serial: number;
  readonly negativeTtlSeconds: number | null;
  readonly claim: Mirror['claim'];
  readonly units: readonly (readonly [UnitKey, number, number, number])[];
  readonly outside: readonly (readonly [
    string,
    HeldName['records'],
    HeldName['others'],
    HeldName['marker'],
  ])[];
  readonly cuts: readonly (readonly [string, readonly Cut['type'][]])[];
};

/**
 * A mirror as a text of two lines: the SHA-256 of the second in hexadecimal, and the mirror as JSON.
 *
 * @param origin where the zone is and what wrote this; only the same reads it again
 */
export const mirrorText = (mirror: Mirror, origin: string): string => {
  const { zone, apex, territory } = mirror.layout;
  const written: Written = {
    origin,
    zone,
    apex,
    territory,
    serial: mirror.serial,
    negativeTtlSeconds: mirror.negativeTtlSeconds ?? null,
    claim: mirror.claim,
    units: [...mirror.territory].map(([unit, { count, high, low }]) => [unit, count, high, low]),
    outside: [...mirror.outside.entries()].map(([name, { records, others, marker }]) => [
      name,
      records,
      others,
      marker,
    ]),
    cuts: [...mirror.cuts],
  };
  const json = JSON.stringify(written);
  return `${digestOf(json)}\n${json}\n`;
};

/**
 * The mirror that {@link mirrorText} wrote; undefined where the text is damaged, of another origin, or of a
 * zone that is divided otherwise.
 */
export const readMirrorText = (text: string, layout: ZoneLayout, origin: string): Mirror | undefined => {
  const [digest, json = ''] = text.split('\n', 2);
  if (digest !== digestOf(json)) return undefined;
  const written = JSON.parse(json) as Written;
  const isSame =
    written.origin === origin &&
    written.zone === layout.zone &&
    written.apex === layout.apex &&
    written.territory === layout.territory;
  if (!isSame) return undefined;
  const mirror = emptyMirror(layout);
  mirror.serial = written.serial;
  mirror.negativeTtlSeconds = written.negativeTtlSeconds ?? undefined;
  mirror.claim = written.claim;
  for (const [unit, count, high, low] of written.units) mirror.territory.set(unit, { count, high, low });
  for (const [name, records, others, marker] of written.outside)
    mirror.outside.update(name, () => ({ records, others, marker }));
  for (const [name, types] of written.cuts) mirror.cuts.set(name, types);
  return mirror;
};

const digestOf = (text: string): string => createHash('sha256').update(text).digest('hex');
