import type { DomainName } from '../../dns/rrset.ts';
import type { ServiceKey } from '../../model/service.ts';
import { arbitrate } from '../../records/outside/arbitrate.ts';
import type { WantedName } from '../../records/serviceRecords.ts';
import type { DesiredName } from './desiredZone.ts';

/** Several Services want one name: who has it, and who goes without. */
export type NameContest = { readonly winner: ServiceKey; readonly losers: readonly ServiceKey[] };

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
    const winners = wanted.filter(({ service }) => service === result?.winner.service);
    for (const { name, service, rrsets } of winners) wishes.set(name, { service, rrsets, base });
    const after = winners.map(({ name }) => name);
    if (after.length === 0) granted.delete(base);
    else granted.set(base, after);
    tell(base, winners[0]?.service, wanted);
    return [...before, ...after];
  };

  const tell = (base: DomainName, winner: ServiceKey | undefined, wanted: readonly WantedName[]): void => {
    const losers = [...new Set(wanted.map(({ service }) => service))]
      .filter((service) => service !== winner)
      .sort();
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
