import type { DomainName } from '../../dns/rrset.ts';
import { compareObjects, type ObjectRef, objectRefPath, sameObject } from '../../model/objectRef.ts';
import type { ServiceKey } from '../../model/service.ts';
import { decideContest } from '../../records/outside/decideContest.ts';
import type { RequestedName } from '../../records/serviceRecords.ts';
import type { DesiredName } from './desiredZone.ts';

/** Several objects request one name: who has it, and who goes without. */
export type NameContest = { readonly winner: ObjectRef; readonly losers: readonly ObjectRef[] };

/** Which Service has which name outside the territory, decided anew whenever one of those who request it changes. */
export type NameContests = {
  /** Takes in all names that a Service requests now; returns the names whose content may have changed. */
  readonly put: (service: ServiceKey, requested: readonly RequestedName[]) => readonly DomainName[];
  readonly at: (name: DomainName) => DesiredName | undefined;
  readonly names: () => Iterable<DomainName>;
};

export const createNameContests = (
  onContest: (base: DomainName, contest: NameContest | undefined) => void,
): NameContests => {
  const requestedBy = new Map<ServiceKey, readonly RequestedName[]>();
  const contenders = new Map<DomainName, Set<ServiceKey>>();
  const granted = new Map<DomainName, readonly DomainName[]>();
  const desired = new Map<DomainName, DesiredName>();
  const contested = new Set<DomainName>();

  const requestedAt = (base: DomainName): RequestedName[] =>
    [...(contenders.get(base) ?? [])].flatMap((key) =>
      (requestedBy.get(key) ?? []).filter((name) => name.base === base),
    );

  const decide = (base: DomainName): DomainName[] => {
    const requested = requestedAt(base);
    const result = decideContest(requested);
    const before = granted.get(base) ?? [];
    for (const name of before) desired.delete(name);
    const winner = result?.winner.origin;
    const winners = requested.filter(({ origin }) => winner !== undefined && sameObject(origin, winner));
    for (const { name, origin, rrsets } of winners) desired.set(name, { origin, rrsets, base });
    const after = winners.map(({ name }) => name);
    if (after.length === 0) granted.delete(base);
    else granted.set(base, after);
    tell(base, winner, requested);
    return [...before, ...after];
  };

  const tell = (
    base: DomainName,
    winner: ObjectRef | undefined,
    requested: readonly RequestedName[],
  ): void => {
    const objects = new Map(requested.map(({ origin }) => [objectRefPath(origin), origin]));
    if (winner !== undefined) objects.delete(objectRefPath(winner));
    const losers = [...objects.values()].sort(compareObjects);
    if (winner !== undefined && losers.length > 0) {
      contested.add(base);
      onContest(base, { winner, losers });
    } else if (contested.delete(base)) onContest(base, undefined);
  };

  return {
    put: (service, requested) => {
      const bases = new Set([...(requestedBy.get(service) ?? []), ...requested].map(({ base }) => base));
      if (requested.length === 0) requestedBy.delete(service);
      else requestedBy.set(service, requested);
      for (const base of bases)
        register(
          contenders,
          base,
          service,
          requested.some((name) => name.base === base),
        );
      return [...new Set([...bases].flatMap(decide))];
    },
    at: (name) => desired.get(name),
    names: () => desired.keys(),
  };
};

const register = (
  contenders: Map<DomainName, Set<ServiceKey>>,
  base: DomainName,
  service: ServiceKey,
  wants: boolean,
): void => {
  const services = contenders.get(base) ?? new Set();
  if (wants) services.add(service);
  else services.delete(service);
  if (services.size === 0) contenders.delete(base);
  else contenders.set(base, services);
};
