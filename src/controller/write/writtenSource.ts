import { digestOf, type RecordDigest } from '../../dns/recordDigest.ts';
import type { DomainName, Rrset } from '../../dns/rrset.ts';
import { stableSubset } from '../../records/stableSubset.ts';
import { type UnitKey, unitOf } from '../../zone/unit.ts';
import type { DesiredName, UnitSource } from '../desired/desiredZone.ts';
import type { ZoneContext } from '../zoneContext.ts';

/**
 * Where the records that stand in the zone come from: as desired, or cut to the number of records that the
 * server takes.
 */
export type WrittenSource =
  | UnitSource
  | { readonly kind: 'limited'; readonly base: UnitSource; readonly limit: number };

type Context = Pick<ZoneContext, 'desired' | 'recordLimit'>;

/** What a unit of the territory should hold, as far as the server takes it. */
export const desiredSource = (
  { desired, recordLimit }: Context,
  unit: UnitKey,
): WrittenSource | undefined => {
  const base = desired.source(unit);
  const limit = recordLimit.limit();
  return base === undefined || limit === undefined ? base : { kind: 'limited', base, limit };
};

/** What a name outside the territory should hold, as far as the server takes it. */
export const desiredAtName = (
  { desired, recordLimit }: Context,
  name: DomainName,
): DesiredName | undefined => {
  const there = desired.at(name);
  const limit = recordLimit.limit();
  if (there === undefined || limit === undefined) return there;
  return { ...there, rrsets: there.rrsets.map((rrset) => stableSubset(rrset, limit)) };
};

export const rrsetsOfSource = (
  { desired }: Pick<ZoneContext, 'desired'>,
  source: WrittenSource | undefined,
): readonly Rrset[] => {
  if (source?.kind !== 'limited') return desired.rrsetsOf(source);
  return desired.rrsetsOf(source.base).map((rrset) => stableSubset(rrset, source.limit));
};

export const digestOfSource = (
  context: Pick<ZoneContext, 'desired'>,
  source: WrittenSource | undefined,
): Readonly<RecordDigest> =>
  source?.kind === 'computed' ? source.digest : digestOf(rrsetsOfSource(context, source));

/** Enters into the ledger what stands in the zone. */
export const note = (
  context: Pick<ZoneContext, 'desired' | 'ledger'>,
  unit: UnitKey,
  source: WrittenSource | undefined,
): void => {
  const records =
    source?.kind === 'computed'
      ? source.digest.count
      : rrsetsOfSource(context, source).reduce((sum, { rdatas }) => sum + rdatas.length, 0);
  context.ledger.setSource(unit, records === 0 ? undefined : source, records);
};

/** Whether two sources surely have the same records. False does not mean that their records differ. */
export const sameSource = (a: WrittenSource | undefined, b: WrittenSource | undefined): boolean => {
  if (a === b) return true;
  if (a?.kind === 'computed' && b?.kind === 'computed') return a.snapshot === b.snapshot;
  return a?.kind === 'limited' && b?.kind === 'limited' && a.limit === b.limit && sameSource(a.base, b.base);
};

/** Records of the longest RRset that a unit or name would have if the server took any number. */
export const longestRrset = ({ desired }: Pick<ZoneContext, 'desired'>, key: UnitKey): number => {
  const unit = unitOf(key);
  const there = unit.kind === 'name' ? desired.at(unit.name) : undefined;
  const rrsets = there?.rrsets ?? desired.rrsetsOf(desired.source(key));
  return rrsets.reduce((most, { rdatas }) => Math.max(most, rdatas.length), 0);
};
