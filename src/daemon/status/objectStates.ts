import type { DesiredZone } from '../../controller/desired/desiredZone.ts';
import type { ZoneView } from '../../controller/zoneView.ts';
import { type ObjectRef, type OriginKey, objectRefKey } from '../../model/objectRef.ts';
import type { PublishedService } from '../../telemetry/publishedService.ts';
import type { UnitKey } from '../../zone/unit.ts';
import { aboutUnit } from '../tell/aboutUnit.ts';
import type { ZoneNotes } from '../tell/zoneNotes.ts';

type State = Exclude<PublishedService['state'], 'published' | 'empty' | 'outside'>;
type Watched = {
  readonly loop: { readonly view: Pick<ZoneView, 'pendingUnits' | 'quarantine' | 'conflicts' | 'holds'> };
  readonly desired: Pick<DesiredZone, 'at' | 'originOf'>;
  readonly notes: Pick<ZoneNotes, 'problems' | 'contests'>;
};

/**
 * Objects that are not simply published, with the gravest thing that any of their names is in, in any zone.
 */
export const objectStates = (zones: readonly Watched[]): ReadonlyMap<OriginKey, State> => {
  const states = new Map<OriginKey, State>();
  for (const [state, objectsIn] of byGravity)
    for (const zone of zones) for (const object of objectsIn(zone)) states.set(object, state);
  return states;
};

const objectsOf = ({ desired }: Watched, units: Iterable<UnitKey>): readonly OriginKey[] =>
  keysOf([...units].map((unit) => aboutUnit(desired, unit).object));

const keysOf = (objects: readonly (ObjectRef | undefined)[]): readonly OriginKey[] =>
  objects.flatMap((object) => (object === undefined ? [] : [objectRefKey(object)]));

const inQuarantine = (zone: Watched, omitted: boolean): readonly OriginKey[] =>
  objectsOf(
    zone,
    [...zone.loop.view.quarantine()].flatMap(([unit, { outcome }]) =>
      (outcome.kind === 'omitted') === omitted ? [unit] : [],
    ),
  );

/** The gravest last. */
const byGravity: readonly (readonly [State, (zone: Watched) => Iterable<OriginKey>])[] = [
  ['unpublishable', ({ notes }) => notes.problems.keys()],
  ['pending', (zone) => objectsOf(zone, zone.loop.view.pendingUnits())],
  [
    'held',
    ({ loop }) =>
      keysOf([...loop.view.holds().values()].flatMap(({ origin, isOver }) => (isOver ? [] : [origin]))),
  ],
  [
    'conflict',
    ({ loop, notes }) =>
      keysOf([
        ...[...loop.view.conflicts().values()].map(({ origin }) => origin),
        ...[...notes.contests.values()].flatMap(({ losers }) => losers),
      ]),
  ],
  ['omitted', (zone) => inQuarantine(zone, true)],
  ['quarantined', (zone) => inQuarantine(zone, false)],
];
