import type { DomainName } from '../../dns/rrset.ts';
import { type ObjectRef, sameObject } from '../../model/objectRef.ts';

/** A name that somebody else holds, and what asks for it. */
export type Conflict = {
  readonly reason: string;
  readonly origin: ObjectRef | undefined;
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
    note: (name, { reason, origin }) => {
      const known = names.get(name);
      if (known?.reason === reason && sameOrigin(known.origin, origin)) return false;
      names.set(name, { reason, origin, sinceMs: timeMs() });
      return true;
    },
    end: (name) => names.delete(name),
  };
};

const sameOrigin = (a: ObjectRef | undefined, b: ObjectRef | undefined): boolean =>
  a === undefined || b === undefined ? a === b : sameObject(a, b);
