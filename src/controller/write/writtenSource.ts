import { digestOf, type RecordDigest } from '../../dns/recordDigest.ts';
import { type DomainName, type Rrset, rrsetKey } from '../../dns/rrset.ts';
import { stableSubset } from '../../records/stableSubset.ts';
import { nameUnit, type UnitKey, unitOf } from '../../zone/unit.ts';
import type { DesiredName, UnitSource } from '../desired/desiredZone.ts';
import type { ZoneContext } from '../zoneContext.ts';
import type { Allowance } from './serverLimits.ts';

/**
 * Where the records that stand in the zone come from: as desired, or the part of it that the server takes.
 */
export type WrittenSource =
  | UnitSource
  | { readonly kind: 'limited'; readonly base: UnitSource; readonly allowance: Allowance };

type Context = Pick<ZoneContext, 'desired' | 'serverLimits'>;

/** What a unit of the territory should hold, as far as the server takes it. */
export const desiredSource = (
  { desired, serverLimits }: Context,
  unit: UnitKey,
): WrittenSource | undefined => {
  const base = desired.source(unit);
  const allowance = serverLimits.of(unit);
  return base === undefined || allowance === undefined ? base : { kind: 'limited', base, allowance };
};

/** What a name outside the territory should hold, as far as the server takes it. */
export const desiredAtName = (
  { desired, serverLimits }: Context,
  name: DomainName,
): DesiredName | undefined => {
  const there = desired.at(name);
  const allowance = serverLimits.of(nameUnit(name));
  if (there === undefined || allowance === undefined) return there;
  return { ...there, rrsets: allowed(there.rrsets, allowance) };
};

export const rrsetsOfSource = (
  { desired }: Pick<ZoneContext, 'desired'>,
  source: WrittenSource | undefined,
): readonly Rrset[] =>
  source?.kind === 'limited'
    ? allowed(desired.rrsetsOf(source.base), source.allowance)
    : desired.rrsetsOf(source);

const allowed = (rrsets: readonly Rrset[], allowance: Allowance): readonly Rrset[] =>
  rrsets.flatMap((rrset) => {
    const records = allowance.get(rrsetKey(rrset));
    if (records === undefined) return [rrset];
    return records === 0 ? [] : [stableSubset(rrset, records)];
  });

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
  return (
    a?.kind === 'limited' &&
    b?.kind === 'limited' &&
    a.allowance === b.allowance &&
    sameSource(a.base, b.base)
  );
};

/** What a unit or name would hold if the server took everything. */
export const fullRrsets = ({ desired }: Pick<ZoneContext, 'desired'>, key: UnitKey): readonly Rrset[] => {
  const unit = unitOf(key);
  const there = unit.kind === 'name' ? desired.at(unit.name) : undefined;
  return there?.rrsets ?? desired.rrsetsOf(desired.source(key));
};

/** Records of the longest of these RRsets. */
export const longestRrset = (context: Pick<ZoneContext, 'desired'>, unit: UnitKey): number =>
  fullRrsets(context, unit).reduce((most, { rdatas }) => Math.max(most, rdatas.length), 0);
