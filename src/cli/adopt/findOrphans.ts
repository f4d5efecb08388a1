import type { DesiredZone } from '../../controller/desired/desiredZone.ts';
import { isBelow } from '../../dns/canonicalName.ts';
import { compareNames } from '../../dns/compareNames.ts';
import type { DomainName, Rdata, ResourceRecord } from '../../dns/rrset.ts';
import type { ServiceKey } from '../../model/service.ts';
import type { HeldRecord } from '../../zone/heldName.ts';
import type { Mirror } from '../../zone/mirror.ts';
import {
  parseRegistryEntry,
  type RegistryAffixes,
  type RegistryEntry,
  registryPlaces,
} from './registryEntry.ts';

/** An entry of external-dns's registry that nothing stands behind any more. */
export type Orphan = {
  readonly at: DomainName;
  readonly rdata: Rdata;
  readonly reason: string;
  /** The records that it speaks of, which nobody brings in step any more. */
  readonly records: readonly ResourceRecord[];
};

export type OrphanSituation = {
  readonly mirror: Mirror;
  readonly desired: DesiredZone;
  readonly affixes: RegistryAffixes;
  readonly hasService: (key: ServiceKey) => boolean;
  /** Whether an adoption takes the entry away. */
  readonly isTaken: (at: DomainName, rdata: Rdata) => boolean;
};

/**
 * Entries whose record is gone, whose Service is gone, or whose Service asks for another name now: no
 * adoption takes them, and external-dns, once it is stopped, never removes them. Entries of other objects
 * than Services count only when their record is gone.
 */
export const findOrphans = (situation: OrphanSituation): readonly Orphan[] => {
  const { mirror, isTaken } = situation;
  const spokenAt = spokenByPlace(situation);
  const orphans: Orphan[] = [];
  for (const [at, { records }] of mirror.outside.entries()) {
    if (!isBelow(at, mirror.layout.zone)) continue;
    for (const { type, rdata } of records) {
      const entry = type === 'TXT' ? parseRegistryEntry(rdata) : undefined;
      if (entry === undefined || isTaken(at, rdata)) continue;
      const spoken = spokenAt.get(at) ?? [];
      const reason = reasonOf(situation, entry, spoken);
      const records = spoken.flatMap(({ record }) => record ?? []);
      if (reason !== undefined) orphans.push({ at, rdata, reason, records });
    }
  }
  return orphans.sort((a, b) => compareNames(a.at, b.at) || (a.rdata < b.rdata ? -1 : 1));
};

/** What an entry may speak of: a record, or that there is one of a type that this program never writes. */
type Spoken = { readonly name: DomainName; readonly record?: ResourceRecord };

/** For each place where an entry could stand, what it would speak of. */
const spokenByPlace = ({ mirror, affixes }: OrphanSituation): ReadonlyMap<DomainName, readonly Spoken[]> => {
  const found = new Map<DomainName, Spoken[]>();
  for (const [name, { records, others }] of mirror.outside.entries()) {
    const spoken = [
      ...records.filter((record) => !isEntry(record)).map((held) => ({ ...held, record: { name, ...held } })),
      ...others.map((type) => ({ type })),
    ];
    const types = [...new Set(spoken.map(({ type }): string => type))];
    for (const { at, type } of types.length === 0 ? [] : registryPlaces(name, types, affixes)) {
      const ofType = spoken.filter((one) => type === undefined || one.type === type);
      found.set(at, [...(found.get(at) ?? []), ...ofType.map((one) => ({ name, ...one }))]);
    }
  }
  return found;
};

const isEntry = ({ type, rdata }: HeldRecord): boolean =>
  type === 'TXT' && parseRegistryEntry(rdata) !== undefined;

const reasonOf = (
  { desired, hasService }: OrphanSituation,
  { service, resource }: RegistryEntry,
  spoken: readonly Spoken[],
): string | undefined => {
  if (spoken.length === 0) return 'its record is gone';
  if (service === undefined) return undefined;
  if (!hasService(service)) return `${resource} is gone, or is not among the Services that are read`;
  return spoken.some(({ name }) => desired.at(name) !== undefined)
    ? undefined
    : `${resource} has nothing to publish there, or no rule allows it`;
};
