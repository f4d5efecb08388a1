import type { DomainName } from '../../dns/rrset.ts';
import { type ObjectRef, type OriginKey, objectRefKey } from '../../model/objectRef.ts';
import { rankContenders } from '../../records/outside/rankContenders.ts';
import type { RequestedName } from '../../records/serviceRecords.ts';
import type { Holdable } from '../../records/sources/sourceRequest.ts';

/**
 * Objects that have nothing to publish for a while, and what each waits for. A change of what an object
 * publishes by (its class, its type) ends that: what stood there was of something else.
 */
export type Holdables = {
  /** Undefined where the object is gone, or is never held. */
  readonly put: (key: OriginKey, holdable: HoldableObject | undefined) => void;
  readonly inTerritory: (origin: ObjectRef) => string | undefined;
  /**
   * `winner` has something to publish at the name: it may be the object itself, or come before it or not. Who
   * asks for the name no more comes before nobody.
   */
  readonly atName: (origin: ObjectRef, winner: Contender | undefined) => string | undefined;
  readonly anyWaits: () => boolean;
};

export type HoldableObject = Holdable & {
  readonly createdMs: number;
  /** The bases that it asks for now. */
  readonly requested: readonly DomainName[];
};

type Contender = Pick<RequestedName, 'origin' | 'createdMs' | 'base'>;
type Waiting = HoldableObject & { readonly lapsed: boolean };

export const createHoldables = (): Holdables => {
  /** What each object publishes by that waits for nothing: nearly all. */
  const published = new Map<OriginKey, string>();
  const waiting = new Map<OriginKey, Waiting>();
  const waitingNow = (origin: ObjectRef): Waiting | undefined => {
    const found = waiting.get(objectRefKey(origin));
    return found?.lapsed === false ? found : undefined;
  };
  return {
    put: (key, holdable) => {
      const before = waiting.get(key);
      const as = before?.as ?? published.get(key);
      waiting.delete(key);
      published.delete(key);
      if (holdable === undefined) return;
      if (holdable.waitsFor === undefined) {
        published.set(key, holdable.as);
        return;
      }
      const lapsed = before?.lapsed === true || (as !== undefined && as !== holdable.as);
      waiting.set(key, { ...holdable, lapsed });
    },
    inTerritory: (origin) => {
      const entry = waitingNow(origin);
      return entry?.territory === true ? entry.waitsFor : undefined;
    },
    atName: (origin, winner) => {
      const entry = waitingNow(origin);
      if (entry === undefined || winner === undefined) return entry?.waitsFor;
      if (!entry.requested.includes(winner.base)) return undefined;
      const [first] = rankContenders<Pick<Contender, 'origin' | 'createdMs'>>([
        winner,
        { origin, createdMs: entry.createdMs },
      ]);
      return first === winner ? undefined : entry.waitsFor;
    },
    anyWaits: () => waiting.size > 0,
  };
};
