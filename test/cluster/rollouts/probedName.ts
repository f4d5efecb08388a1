export type ProbedType = 'A' | 'AAAA' | 'SRV';

/** One name of an object that exists throughout, with what it may answer. */
export interface ProbedName {
  /** Without its closing dot. */
  readonly name: string;
  readonly type: ProbedType;
  /**
   * Looks in a row that must fail before it is a failure. BIND 9.18 answers NXDOMAIN by a wildcard for as long
   * as it takes an update that changes all records there, whoever sends it: such a name has more than one.
   */
  readonly patience: number;
  /** RDATA that the object has, or had last while it has none; sorted. */
  readonly expected: () => readonly string[];
  /** What may be answered: that, and what was before it until the zone has been seen without it. */
  readonly allowed: () => ReadonlySet<string>;
  /** Call it before the object changes. */
  readonly become: (rdatas: readonly string[]) => void;
  /** RDATA that the object may have on the way to what it becomes. */
  readonly allow: (rdatas: readonly string[]) => void;
  /** The zone holds what is expected, and nothing else. */
  readonly settled: () => void;
}

/** They take longer than several updates in a row. */
const looksByWildcard = 4;

export function probedName(name: string, type: ProbedType, byWildcard = false): ProbedName {
  let expected: readonly string[] = [];
  let allowed: ReadonlySet<string> = new Set();
  const allow = (rdatas: readonly string[]): void => {
    allowed = new Set([...allowed, ...rdatas]);
  };
  return {
    name,
    type,
    patience: byWildcard ? looksByWildcard : 1,
    expected: () => expected,
    allowed: () => allowed,
    become: (rdatas) => {
      expected = rdatas.toSorted();
      allow(expected);
    },
    allow,
    settled: () => {
      allowed = new Set(expected);
    },
  };
}

/** Names that all have the addresses of one object, of both families. */
export interface AddressNames {
  readonly names: readonly ProbedName[];
  readonly become: (addresses: readonly string[]) => void;
  /** One of another zone, without its closing dot. */
  readonly becomeAlias: (target: string) => void;
  readonly allow: (addresses: readonly string[]) => void;
}

/** @param names a wildcard stands for one name that it answers */
export function addressNames(...names: readonly string[]): AddressNames {
  const probed = names.flatMap((written) => {
    const name = written.replace('*', 'any');
    return [probedName(name, 'A', name !== written), probedName(name, 'AAAA', name !== written)];
  });
  const ofFamily = ({ type }: ProbedName, addresses: readonly string[]): readonly string[] =>
    addresses.filter((address) => address.includes(':') === (type === 'AAAA'));
  return {
    names: probed,
    become: (addresses) => probed.forEach((name) => name.become(ofFamily(name, addresses))),
    becomeAlias: (target) => probed.forEach((name) => name.become([target])),
    allow: (addresses) => probed.forEach((name) => name.allow(ofFamily(name, addresses))),
  };
}
