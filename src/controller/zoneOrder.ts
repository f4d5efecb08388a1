import type { OriginKey } from '../model/objectRef.ts';
import { isServiceSnapshot, type OriginSnapshot } from '../model/originSnapshot.ts';
import { nameUnit, objectUnit, type UnitKey } from '../zone/unit.ts';
import type { ReverseZone } from './desired/reverseZone.ts';
import { unitsOfObject } from './unitsOfObject.ts';
import type { ZoneLoop } from './zoneLoop.ts';

/**
 * Keeps the order between zones, which are written by different messages: a name is there before the PTR that
 * points at it, and goes after it.
 *
 * ```
 *   changed ──loses PTRs──▶ reverse zones ──written──▶ forward zones ──written──▶ reverse zones (new PTRs)
 *      └────loses none───────────────────────────────────▲
 * ```
 * A reverse zone whose server does not take updates holds nobody up. An object whose forward records are
 * refused gets no new PTRs until they are taken. What is waited for is the unit of the object, and each name
 * that its PTRs point at: those of Nodes and Pods are units of their own.
 */
export type ZoneOrder = {
  readonly serviceChanged: (key: OriginKey) => void;
  /** A loop has finished a step. */
  readonly passed: () => void;
  /** Whether the forward records of an object are written, so that PTRs to them may come. */
  readonly mayAdd: (key: OriginKey) => boolean;
  /**
   * What stands in the forward zones is known to be right once, so that PTRs that are missing there may go.
   */
  readonly started: () => boolean;
  /** Nothing waits for another zone. */
  readonly isIdle: () => boolean;
};

export type ZoneOrderDeps = {
  readonly forward: () => readonly ZoneLoop[];
  readonly reverse: () => readonly { readonly loop: ZoneLoop; readonly desired: ReverseZone }[];
  /** Every watch has synced. */
  readonly synced: () => boolean;
  readonly snapshot: (key: OriginKey) => OriginSnapshot | undefined;
};

type Departure = { readonly loop: ZoneLoop; readonly units: readonly UnitKey[] };

/**
 * Only what this Service loses is waited for: under a steady stream of changes a zone is never wholly idle.
 */
const isUnderWay = ({ loop, units }: Departure): boolean =>
  loop.isTaking() && units.some((unit) => loop.isPending(unit));

export const createZoneOrder = ({ forward, reverse, synced, snapshot }: ZoneOrderDeps): ZoneOrder => {
  /** Waiting for PTRs to go: where, and which. */
  const leaving = new Map<OriginKey, readonly Departure[]>();
  /** Waiting for forward records to be written, and in which units these are. */
  const coming = new Map<OriginKey, readonly UnitKey[]>();
  let started = false;

  const anyUnit = (units: readonly UnitKey[], is: (loop: ZoneLoop, unit: UnitKey) => boolean): boolean =>
    forward().some((loop) => units.some((unit) => is(loop, unit)));
  const isRefused = (units: readonly UnitKey[]): boolean =>
    anyUnit(units, (loop, unit) => loop.isRefused(unit));
  const isPending = (units: readonly UnitKey[]): boolean =>
    anyUnit(units, (loop, unit) => loop.isPending(unit));
  /** What is refused may stay so for good: nobody waits for it. */
  const isComing = (): boolean => leaving.size > 0 || [...coming.values()].some((units) => !isRefused(units));

  const changeForward = (key: OriginKey): void => {
    for (const loop of forward()) loop.serviceChanged(key);
  };
  /** A loop takes in what the object is by then: an earlier change that it knows of would bring this one. */
  const putOffForward = (key: OriginKey): void => {
    for (const loop of forward()) loop.putOff(key);
  };

  return {
    serviceChanged: (key) => {
      if (reverse().length === 0) {
        changeForward(key);
        return;
      }
      const now = snapshot(key);
      coming.set(key, [...unitsOfObject(key), ...targetsOf(reverse(), now)]);
      const departures = reverse()
        .map(({ loop, desired }) => ({
          loop,
          units: [objectUnit(key), ...desired.losing(key, now).map(nameUnit)],
        }))
        .filter(({ loop, units }) => units.length > 1 && loop.isTaking());
      for (const { loop } of departures) loop.serviceChanged(key);
      if (departures.length > 0) {
        leaving.set(key, [...(leaving.get(key) ?? []), ...departures]);
        putOffForward(key);
      } else if (!leaving.has(key)) changeForward(key);
    },
    passed: () => {
      for (const [key, departures] of leaving) {
        if (departures.some(isUnderWay)) continue;
        leaving.delete(key);
        changeForward(key);
      }
      for (const [key, units] of coming) {
        if (leaving.has(key) || isRefused(units) || isPending(units)) continue;
        coming.delete(key);
        for (const { loop } of reverse()) loop.serviceChanged(key);
      }
      if (started || !synced() || isComing() || !forward().every(({ view }) => view.isSettled())) return;
      started = true;
      for (const { loop } of reverse()) loop.wake();
    },
    mayAdd: (key) => !coming.has(key),
    started: () => started,
    isIdle: () => started && !isComing(),
  };
};

/** The units of names that an object's PTRs point at, beside its own unit. */
const targetsOf = (
  zones: ReturnType<ZoneOrderDeps['reverse']>,
  snapshot: OriginSnapshot | undefined,
): readonly UnitKey[] =>
  snapshot === undefined || isServiceSnapshot(snapshot)
    ? noUnits
    : zones.flatMap(({ desired }) => desired.targets(snapshot)).map(nameUnit);

/** What a Service's PTRs point at are names of its own unit. */
const noUnits: readonly UnitKey[] = Object.freeze([]);
