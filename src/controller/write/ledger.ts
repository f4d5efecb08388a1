import type { DomainName } from '../../dns/rrset.ts';
import type { HeldName } from '../../zone/heldName.ts';
import { nameUnit, type UnitKey } from '../../zone/unit.ts';
import type { WrittenSource } from './writtenSource.ts';

/**
 * What of ours stands in the zone: by the last reading, and by what the server acknowledged since. How many
 * records each unit has is kept beside it, so that their sum is the number of records that are ours at every
 * moment.
 */
export type Ledger = {
  /** Where the records of a unit of the territory come from; undefined when it has none. */
  readonly source: (unit: UnitKey) => WrittenSource | undefined;
  /** Units of the territory that have records. */
  readonly sources: () => ReadonlyMap<UnitKey, WrittenSource>;
  readonly setSource: (unit: UnitKey, source: WrittenSource | undefined, records: number) => void;
  /** What was acknowledged at a name outside and not read back yet. */
  readonly acknowledged: (name: DomainName) => HeldName | undefined;
  readonly acknowledge: (name: DomainName, held: HeldName, records: number) => void;
  /** How many records at a name outside are ours, as it was read. */
  readonly setName: (name: DomainName, records: number) => void;
  /** All names outside are about to be read anew. */
  readonly forgetNames: () => void;
  readonly records: (unit: UnitKey) => number;
  readonly totalRecords: () => number;
  /** Written, and not found again in the zone yet. */
  readonly unconfirmed: () => ReadonlySet<UnitKey>;
  readonly doubt: (unit: UnitKey) => void;
  /** The zone has been read: what waited for that is returned, and nothing waits any more. */
  readonly takeUnconfirmed: () => Unconfirmed;
};

export type Unconfirmed = {
  readonly units: ReadonlySet<UnitKey>;
  readonly names: ReadonlyMap<DomainName, HeldName>;
};

export const createLedger = (): Ledger => {
  const sources = new Map<UnitKey, WrittenSource>();
  /** Records of units of the territory, and of names outside. */
  const counts = new Map<UnitKey, number>();
  const nameCounts = new Map<UnitKey, number>();
  let names = new Map<DomainName, HeldName>();
  let unconfirmed = new Set<UnitKey>();
  let total = 0;

  const recordsOf = (unit: UnitKey): number => counts.get(unit) ?? nameCounts.get(unit) ?? 0;
  const count = (unit: UnitKey, records: number, where: Map<UnitKey, number>): void => {
    total += records - recordsOf(unit);
    counts.delete(unit);
    nameCounts.delete(unit);
    if (records > 0) where.set(unit, records);
  };
  const countName = (name: DomainName, records: number): void => count(nameUnit(name), records, nameCounts);

  return {
    source: (unit) => sources.get(unit),
    sources: () => sources,
    setSource: (unit, source, records) => {
      if (source === undefined) sources.delete(unit);
      else sources.set(unit, source);
      count(unit, source === undefined ? 0 : records, counts);
    },
    acknowledged: (name) => names.get(name),
    acknowledge: (name, held, records) => {
      names.set(name, held);
      countName(name, records);
    },
    setName: countName,
    forgetNames: () => {
      for (const records of nameCounts.values()) total -= records;
      nameCounts.clear();
    },
    records: recordsOf,
    totalRecords: () => total,
    unconfirmed: () => unconfirmed,
    doubt: (unit) => void unconfirmed.add(unit),
    takeUnconfirmed: () => {
      const taken = { units: unconfirmed, names };
      unconfirmed = new Set();
      names = new Map();
      return taken;
    },
  };
};
