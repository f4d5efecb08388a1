import { digestOf, type RecordDigest } from '../../dns/recordDigest.ts';
import type { Rrset } from '../../dns/rrset.ts';
import { stableSubset } from '../../records/stableSubset.ts';
import type { UnitKey } from '../../zone/zoneLayout.ts';
import type { DesiredName, UnitSource } from '../desired/desiredZone.ts';
import type { ZoneContext } from '../zoneContext.ts';

/** Where the records that stand in the zone come from: as desired, or cut to the number of records that the server takes. */
export type WrittenSource =
  | UnitSource
  | { readonly kind: 'limited'; readonly base: UnitSource; readonly limit: number };

type Context = Pick<ZoneContext, 'desired' | 'state'>;

/** What a unit of the territory should hold, as far as the server takes it. */
export const wantedSource = ({ desired, state }: Context, unit: UnitKey): WrittenSource | undefined => {
  const base = desired.source(unit);
  if (base === undefined || state.recordLimit === undefined) return base;
  return { kind: 'limited', base, limit: state.recordLimit };
};

/** What a name outside the territory should hold, as far as the server takes it. */
export const wantedAtName = ({ desired, state }: Context, name: UnitKey): DesiredName | undefined => {
  const wish = desired.at(name);
  if (wish === undefined || state.recordLimit === undefined) return wish;
  const { recordLimit } = state;
  return { ...wish, rrsets: wish.rrsets.map((rrset) => stableSubset(rrset, recordLimit)) };
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

/** Sources that certainly have the same records; two that differ may have them all the same. */
export const sameSource = (a: WrittenSource | undefined, b: WrittenSource | undefined): boolean => {
  if (a === b) return true;
  if (a?.kind === 'computed' && b?.kind === 'computed') return a.snapshot === b.snapshot;
  return a?.kind === 'limited' && b?.kind === 'limited' && a.limit === b.limit && sameSource(a.base, b.base);
};

/** Records of the longest RRset that a unit or name would have if the server took any number. */
export const longestRrset = ({ desired }: Pick<ZoneContext, 'desired'>, unit: UnitKey): number => {
  const rrsets = desired.at(unit)?.rrsets ?? desired.rrsetsOf(desired.source(unit));
  return rrsets.reduce((most, { rdatas }) => Math.max(most, rdatas.length), 0);
};
