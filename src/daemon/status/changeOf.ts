import type { DesiredZone } from '../../controller/desired/desiredZone.ts';
import type { ZoneEvent } from '../../controller/zoneEvent.ts';
import { countText, shownText } from '../../model/visibleText.ts';
import type { Problem } from '../../telemetry/problem.ts';
import type { Change } from '../../telemetry/summary.ts';
import type { UnitKey } from '../../zone/unit.ts';
import { aboutUnit, originText } from '../tell/aboutUnit.ts';

type Zone = Pick<DesiredZone, 'at' | 'originOf'>;

/** An event of a zone as a line of its history; undefined for what changes nothing that people look up. */
export const changeOf = (
  event: ZoneEvent,
  { desired, found, nowMs }: { desired: Zone; found: Problem | undefined; nowMs: number },
): Change | undefined => {
  const change = (kind: string, text: string): Change => ({ atMs: nowMs, kind, text: shownText(text, 500) });
  switch (event.kind) {
    case 'written':
      return event.added + event.removed === 0
        ? undefined
        : change('published', `${amount(event)} ${unitsText(desired, event.units)}`);
    case 'drift':
      return change('healed', `what another writer had changed of ${unitsText(desired, [event.unit])}`);
    case 'claimed':
      return change('claimed', 'this instance writes the zone from here on');
    case 'standing-by':
      return change('standby', `another instance writes the zone, ${event.by.holder}`);
    case 'conflict':
      return change('conflict', `${event.name} for ${originText(event.origin)}: ${event.reason}`);
    case 'conflict-ended':
      return change('ended', `${event.name} is free now`);
    case 'quarantined':
      return event.attempts > 1
        ? undefined
        : change('refused', found?.message ?? unitsText(desired, [event.unit]));
    case 'released':
      return change('ended', `${unitsText(desired, [event.unit])} accepted again`);
    case 'held-back':
      return change('held-back', found?.message ?? 'Deletions are held back');
    case 'brake-released':
      return change('ended', 'deletions are no longer held back');
    default:
      return undefined;
  }
};

const amount = ({ added, removed }: { readonly added: number; readonly removed: number }): string =>
  [added > 0 ? `+${countText(added)}` : '', removed > 0 ? `−${countText(removed)}` : '']
    .filter((text) => text !== '')
    .join(' ');

const shownUnits = 4;

const unitsText = (desired: Zone, units: readonly UnitKey[]): string => {
  const shown = units.slice(0, shownUnits).map((unit) => {
    const { name, object } = aboutUnit(desired, unit);
    return name === '' ? originText(object) : name;
  });
  const more = units.length - shown.length;
  return [...shown, ...(more > 0 ? [`${countText(more)} more`] : [])].join(', ');
};
