import type { DesiredZone } from '../../controller/desired/desiredZone.ts';
import type { ZoneView } from '../../controller/zoneView.ts';
import { type ObjectRef, serviceKeyOf } from '../../model/objectRef.ts';
import type { ServiceKey } from '../../model/service.ts';
import type { PublishedService } from '../../telemetry/publishedService.ts';
import type { UnitKey } from '../../zone/unit.ts';
import { aboutUnit } from '../tell/aboutUnit.ts';
import type { ZoneNotes } from '../tell/zoneNotes.ts';

type State = Exclude<PublishedService['state'], 'published' | 'empty' | 'outside'>;
type Watched = {
  readonly loop: { readonly view: Pick<ZoneView, 'pendingUnits' | 'quarantine' | 'conflicts'> };
  readonly desired: Pick<DesiredZone, 'at' | 'originOf'>;
  readonly notes: Pick<ZoneNotes, 'problems' | 'contests'>;
};

/**
 * Services that are not simply published, with the gravest thing that any of their names is in, in any zone.
 */
export const serviceStates = (zones: readonly Watched[]): ReadonlyMap<ServiceKey, State> => {
  const states = new Map<ServiceKey, State>();
  for (const [state, servicesIn] of byGravity)
    for (const zone of zones) for (const service of servicesIn(zone)) states.set(service, state);
  return states;
};

const servicesOf = ({ desired }: Watched, units: Iterable<UnitKey>): readonly ServiceKey[] =>
  keysOf([...units].map((unit) => aboutUnit(desired, unit).object));

const keysOf = (objects: readonly (ObjectRef | undefined)[]): readonly ServiceKey[] =>
  objects.flatMap((object) => (object && serviceKeyOf(object)) ?? []);

const inQuarantine = (zone: Watched, omitted: boolean): readonly ServiceKey[] =>
  servicesOf(
    zone,
    [...zone.loop.view.quarantine()].flatMap(([unit, { outcome }]) =>
      (outcome.kind === 'omitted') === omitted ? [unit] : [],
    ),
  );

/** The gravest last. */
const byGravity: readonly (readonly [State, (zone: Watched) => Iterable<ServiceKey>])[] = [
  ['unpublishable', ({ notes }) => notes.problems.keys()],
  ['pending', (zone) => servicesOf(zone, zone.loop.view.pendingUnits())],
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
