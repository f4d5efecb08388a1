import type { DomainName } from '../../dns/rrset.ts';
import type { ServiceKey } from '../../model/service.ts';

/** A name that somebody else holds, and who wants it. */
export type Conflict = {
  readonly reason: string;
  readonly service: ServiceKey;
  /** Milliseconds since 1970. */
  readonly sinceMs: number;
};

/** Names outside that are somebody else's. They are looked at again when the zone changes there. */
export type Conflicts = {
  readonly names: () => ReadonlyMap<DomainName, Conflict>;
  /** Returns whether it is news. */
  readonly note: (name: DomainName, conflict: Omit<Conflict, 'sinceMs'>) => boolean;
  /** Returns whether there was one. */
  readonly end: (name: DomainName) => boolean;
};

export const createConflicts = (timeMs: () => number): Conflicts => {
  const names = new Map<DomainName, Conflict>();
  return {
    names: () => names,
    note: (name, { reason, service }) => {
      const known = names.get(name);
      if (known?.reason === reason && known.service === service) return false;
      names.set(name, { reason, service, sinceMs: timeMs() });
      return true;
    },
    end: (name) => names.delete(name),
  };
};
