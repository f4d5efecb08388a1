import { createHash } from 'node:crypto';
import type { RecordDigest } from '../dns/recordDigest.ts';
import type { Cut } from './cutOver.ts';
import type { HeldName } from './heldName.ts';
import { emptyMirror, type Mirror } from './mirror.ts';
import type { UnitKey } from './unit.ts';
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
  /** Of all that they were made of: equal ones mean equal records. */
  readonly fingerprint: string;
  readonly digest: Readonly<RecordDigest>;
};

/** As JSON: lists in place of maps, names in place of what a layout knows. */
type Written = {
  readonly origin: string;
  readonly zone: string;
  readonly apex: string;
  readonly territory: string;
  readonly serial: number;
  readonly negativeTtlSeconds: number | null;
  readonly claim: Mirror['claim'];
  readonly units: readonly (readonly [UnitKey, number, number, number, fingerprint?: string])[];
  readonly outside: readonly (readonly [
    string,
    HeldName['records'],
    HeldName['others'],
    HeldName['marker'],
  ])[];
  readonly cuts: readonly (readonly [string, readonly Cut['type'][]])[];
};

/**
 * What is remembered of a zone as a text of two lines: the SHA-256 of the second in hexadecimal, and JSON.
 *
 * @param origin where the zone is and what wrote this; only the same reads it again
 */
export const rememberedText = ({ mirror, made }: RememberedZone, origin: string): string => {
  const { zone, apex, territory } = mirror.layout;
  const written: Written = {
    origin,
    zone,
    apex,
    territory,
    serial: mirror.serial,
    negativeTtlSeconds: mirror.negativeTtlSeconds ?? null,
    claim: mirror.claim,
    units: [...mirror.territory].map(([unit, { count, high, low }]) => {
      const fingerprint = made.get(unit)?.fingerprint;
      return fingerprint === undefined ? [unit, count, high, low] : [unit, count, high, low, fingerprint];
    }),
    outside: [...mirror.outside.entries()].map(([name, { records, others, marker }]) => [
      name,
      records,
      others,
      marker,
    ]),
    cuts: [...mirror.cuts],
  };
  const json = JSON.stringify(written);
  return `${sha256Of(json)}\n${json}\n`;
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
  const [sha256, json = ''] = text.split('\n', 2);
  if (sha256 !== sha256Of(json)) return undefined;
  const written = JSON.parse(json) as Written;
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
  for (const [unit, count, high, low, fingerprint] of written.units) {
    mirror.territory.set(unit, { count, high, low });
    // A digest of its own: the mirror's goes on changing with the zone.
    if (fingerprint !== undefined) made.set(unit, { fingerprint, digest: { count, high, low } });
  }
  for (const [name, records, others, marker] of written.outside)
    mirror.outside.update(name, () => ({ records, others, marker }));
  for (const [name, types] of written.cuts) mirror.cuts.set(name, types);
  return { mirror, made };
};

const sha256Of = (text: string): string => createHash('sha256').update(text).digest('hex');
