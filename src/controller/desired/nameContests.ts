import type { DomainName } from '../../dns/rrset.ts';
import type { OriginKey } from '../../model/objectRef.ts';
import { type ObjectRef, sameObject } from '../../model/objectRef.ts';
import { rankContenders } from '../../records/outside/rankContenders.ts';
import type { RequestedName, RequestedNames } from '../../records/serviceRecords.ts';
import { type JoinedContenders, joinContenders } from './joinContenders.ts';
import { createSoleRequests, isSole } from './soleRequests.ts';

/**
 * Several objects request one name: who has it, who of the same namespace shares it, and who goes without, in
 * the order in which they would come to it.
 */
export type NameContest = {
  readonly winner: ObjectRef;
  readonly sharers: readonly ObjectRef[];
  readonly losers: readonly ObjectRef[];
};

/**
 * Which object has which name outside the territory, decided anew whenever one of those who request it
 * changes.
 */
export type NameContests = {
  /**
   * Takes in all names that a Service requests now; returns the names whose content may have changed, and
   * those that are requested for the first time or no more. Costs no more than the names it requests or has
   * requested, and the other objects that request the same.
   */
  readonly put: (key: OriginKey, names: RequestedNames) => readonly DomainName[];
  readonly at: (name: DomainName) => RequestedName | undefined;
  readonly names: () => Iterable<DomainName>;
  /** Whether anybody requests this base, with content or without. */
  readonly isRequested: (base: DomainName) => boolean;
  /** Who requests it, with content or without. Looks at every object that requests any. */
  readonly requestersOf: (base: DomainName) => readonly OriginKey[];
  /** Whether anybody requests this base with names for endpoints below it, whether one has any or not. */
  readonly hasEndpointsBelow: (base: DomainName) => boolean;
  readonly contests: () => ReadonlyMap<DomainName, NameContest>;
};

/** One Service that requests a base, with what it has for it: the name itself and SRV names below it. */
type Contender = Pick<RequestedName, 'createdMs' | 'origin'> & {
  readonly key: OriginKey;
  readonly names: readonly RequestedName[];
};

export const createNameContests = (
  onContest: (base: DomainName, contest: NameContest | undefined) => void,
): NameContests => {
  const basesOf = new Map<OriginKey, readonly DomainName[]>();
  /** Bases that are requested without content, and by how many Services. */
  const empty = new Map<DomainName, number>();
  /** Bases that one object alone requests, with no name below; all others are in the maps that follow. */
  const soles = createSoleRequests();
  /** By their base, ranked: the first has it, alone or with others of its namespace. */
  const contenders = new Map<DomainName, readonly Contender[]>();
  /** What bases hold, and what stands below them: an object may ask for a name below another's base. */
  const desired = new Map<DomainName, RequestedName>();
  const below = new Map<DomainName, RequestedName>();
  const mapOf = (base: DomainName, name: DomainName) => (name === base ? desired : below);
  /** Of each base, the names that are desired: itself, and SRV names below it. */
  const namesOf = new Map<DomainName, readonly DomainName[]>();
  const contests = new Map<DomainName, NameContest>();

  const count = (base: DomainName, step: 1 | -1): void => {
    const sum = (empty.get(base) ?? 0) + step;
    if (sum === 0) empty.delete(base);
    else empty.set(base, sum);
  };

  const noteContest = (base: DomainName, contest: NameContest | undefined): void => {
    if (sameContest(contests.get(base), contest)) return;
    if (contest === undefined) contests.delete(base);
    else contests.set(base, contest);
    onContest(base, contest);
  };

  const contendersAt = (base: DomainName): readonly Contender[] => {
    const key = soles.keyAt(base);
    const request = soles.at(base);
    if (key === undefined || request === undefined) return contenders.get(base) ?? [];
    return [contenderOf(key, request, [request])];
  };

  const hasContent = (base: DomainName, key: OriginKey): boolean =>
    soles.keyAt(base) === key || contenders.get(base)?.some((one) => one.key === key) === true;

  /** Returns the names that it had. */
  const forget = (base: DomainName): readonly DomainName[] => {
    const lost = soles.keyAt(base) === undefined ? (namesOf.get(base) ?? []) : [base];
    soles.delete(base);
    contenders.delete(base);
    namesOf.delete(base);
    for (const name of lost) mapOf(base, name).delete(name);
    return lost;
  };

  const remember = (base: DomainName, after: readonly Contender[], names: readonly RequestedName[]): void => {
    const [only, ...others] = after;
    if (only === undefined) return;
    const [request] = only.names;
    if (others.length === 0 && request !== undefined && isSole(only.names)) {
      soles.set(only.key, request);
      return;
    }
    contenders.set(base, after);
    for (const name of names) mapOf(base, name.name).set(name.name, name);
    namesOf.set(
      base,
      names.map(({ name }) => name),
    );
  };

  /** Puts the contender of one Service in the place of the one before, and decides. */
  const replace = (base: DomainName, key: OriginKey, names: readonly RequestedName[]): DomainName[] => {
    const others = contendersAt(base).filter((other) => other.key !== key);
    const [first] = names;
    const after = first === undefined ? others : rankContenders([...others, contenderOf(key, first, names)]);
    const joined = joinContenders(after);
    const lost = forget(base);
    remember(base, after, joined.names);
    noteContest(base, contestOf(joined));
    return [...lost, ...joined.names.map(({ name }) => name)];
  };

  const isRequested = (base: DomainName): boolean =>
    soles.keyAt(base) !== undefined || contenders.has(base) || empty.has(base);

  return {
    put: (key, { names, requested, endpointsBelow = [] }) => {
      const before = basesOf.get(key) ?? [];
      if (before.length + requested.length === 0) return [];
      const after = [...new Set([...requested, ...endpointsBelow.map(anyEndpointBelow)])];
      if (after.length === 0) basesOf.delete(key);
      else basesOf.set(key, after);
      const byBase = Map.groupBy(names, ({ base }) => base);
      const bases = new Set([...before, ...after]);
      const requestedBefore = new Set([...bases].filter(isRequested));
      for (const base of before) if (!hasContent(base, key)) count(base, -1);
      for (const base of after) if (!byBase.has(base)) count(base, 1);
      const changed = [...bases].flatMap((base) => replace(base, key, byBase.get(base) ?? []));
      const turned = [...bases].filter(
        (base) => !isAnyEndpoint(base) && requestedBefore.has(base) !== isRequested(base),
      );
      return [...new Set([...changed, ...turned])];
    },
    at: (name) => soles.at(name) ?? desired.get(name) ?? below.get(name),
    names: function* () {
      yield* soles.bases();
      yield* desired.keys();
      for (const name of below.keys()) if (soles.keyAt(name) === undefined && !desired.has(name)) yield name;
    },
    isRequested,
    requestersOf: (base) =>
      isRequested(base) ? [...basesOf].flatMap(([key, bases]) => (bases.includes(base) ? [key] : [])) : [],
    hasEndpointsBelow: (base) => empty.has(anyEndpointBelow(base)),
    contests: () => contests,
  };
};

/** Stands for all endpoints where requests are counted: nobody requests a name with an underscore. */
const anyEndpointBelow = (base: DomainName): DomainName => `_endpoint.${base}`;
const isAnyEndpoint = (base: DomainName): boolean => base.startsWith('_endpoint.');

const contenderOf = (
  key: OriginKey,
  { createdMs, origin }: RequestedName,
  names: readonly RequestedName[],
): Contender => ({ key, createdMs, origin, names });

const contestOf = ({ sharers, losers }: JoinedContenders<Contender>): NameContest | undefined => {
  const [winner, ...others] = sharers.map(({ origin }) => origin);
  return winner === undefined || others.length + losers.length === 0
    ? undefined
    : { winner, sharers: others, losers: losers.map(({ origin }) => origin) };
};

const sameContest = (a: NameContest | undefined, b: NameContest | undefined): boolean => {
  if (a === undefined || b === undefined) return a === b;
  return (
    sameObject(a.winner, b.winner) && sameObjects(a.sharers, b.sharers) && sameObjects(a.losers, b.losers)
  );
};

const sameObjects = (a: readonly ObjectRef[], b: readonly ObjectRef[]): boolean =>
  a.length === b.length &&
  a.every((one, at) => {
    const other = b[at];
    return other !== undefined && sameObject(one, other);
  });
