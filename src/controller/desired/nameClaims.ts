import type { DomainName } from '../../dns/rrset.ts';
import { compareObjects, type ObjectRef, objectRefPath, sameObject } from '../../model/objectRef.ts';
import type { ServiceKey } from '../../model/service.ts';
import { arbitrate } from '../../records/outside/arbitrate.ts';
import type { WantedName } from '../../records/serviceRecords.ts';
import type { DesiredName } from './desiredZone.ts';

/** Several objects want one name: who has it, and who goes without. */
export type NameContest = { readonly winner: ObjectRef; readonly losers: readonly ObjectRef[] };

/** Which Service has which name outside the territory, decided anew whenever one of those who want it changes. */
export type NameClaims = {
  /** Takes in all names that a Service wants now; returns the names whose wish may have changed. */
  readonly put: (service: ServiceKey, wanted: readonly WantedName[]) => readonly DomainName[];
  readonly wish: (name: DomainName) => DesiredName | undefined;
  readonly names: () => Iterable<DomainName>;
};

export const createNameClaims = (
  onContest: (base: DomainName, contest: NameContest | undefined) => void,
): NameClaims => {
  const wantedBy = new Map<ServiceKey, readonly WantedName[]>();
  const claimants = new Map<DomainName, Set<ServiceKey>>();
  const granted = new Map<DomainName, readonly DomainName[]>();
  const wishes = new Map<DomainName, DesiredName>();
  const contested = new Set<DomainName>();

  const wantedAt = (base: DomainName): WantedName[] =>
    [...(claimants.get(base) ?? [])].flatMap((key) =>
      (wantedBy.get(key) ?? []).filter((name) => name.base === base),
    );

  const decide = (base: DomainName): DomainName[] => {
    const wanted = wantedAt(base);
    const result = arbitrate(wanted);
    const before = granted.get(base) ?? [];
    for (const name of before) wishes.delete(name);
    const winner = result?.winner.origin;
    const winners = wanted.filter(({ origin }) => winner !== undefined && sameObject(origin, winner));
    for (const { name, origin, rrsets } of winners) wishes.set(name, { origin, rrsets, base });
    const after = winners.map(({ name }) => name);
    if (after.length === 0) granted.delete(base);
    else granted.set(base, after);
    tell(base, winner, wanted);
    return [...before, ...after];
  };

  const tell = (base: DomainName, winner: ObjectRef | undefined, wanted: readonly WantedName[]): void => {
    const objects = new Map(wanted.map(({ origin }) => [objectRefPath(origin), origin]));
    if (winner !== undefined) objects.delete(objectRefPath(winner));
    const losers = [...objects.values()].sort(compareObjects);
    if (winner !== undefined && losers.length > 0) {
      contested.add(base);
      onContest(base, { winner, losers });
    } else if (contested.delete(base)) onContest(base, undefined);
  };

  return {
    put: (service, wanted) => {
      const bases = new Set([...(wantedBy.get(service) ?? []), ...wanted].map(({ base }) => base));
      if (wanted.length === 0) wantedBy.delete(service);
      else wantedBy.set(service, wanted);
      for (const base of bases)
        register(
          claimants,
          base,
          service,
          wanted.some((name) => name.base === base),
        );
      return [...new Set([...bases].flatMap(decide))];
    },
    wish: (name) => wishes.get(name),
    names: () => wishes.keys(),
  };
};

const register = (
  claimants: Map<DomainName, Set<ServiceKey>>,
  base: DomainName,
  service: ServiceKey,
  wants: boolean,
): void => {
  const services = claimants.get(base) ?? new Set();
  if (wants) services.add(service);
  else services.delete(service);
  if (services.size === 0) claimants.delete(base);
  else claimants.set(base, services);
};
