import type { DesiredZone } from '../../controller/desired/desiredZone.ts';
import type { ZoneEvent } from '../../controller/zoneEvent.ts';
import { objectRefKey, serviceKeyOf } from '../../model/objectRef.ts';
import { createLineBudget, type LineBudget } from '../../telemetry/lineBudget.ts';
import { lineMessages } from '../../telemetry/lineMessages.ts';
import type { Log, LogFields } from '../../telemetry/log.ts';
import type { UnitKey } from '../../zone/unit.ts';
import { aboutUnit } from './aboutUnit.ts';
import { changeText } from './changeText.ts';

/** Says what a message has changed. Names are listed within a budget, so that a flood is counts alone. */
export type WrittenLog = (event: Extract<ZoneEvent, { readonly kind: 'written' }>) => void;

/** Of messages, for one zone. */
const listed = { lines: 10, everyMs: 10_000 } as const;
const shownUnits = 5;

export const createWrittenLog = (
  log: Pick<Log, 'info'>,
  desired: Pick<DesiredZone, 'at' | 'originOf'>,
  nowMs: () => number,
): WrittenLog => {
  const mayList: LineBudget = createLineBudget(listed, nowMs);
  return (event) => {
    const { units, added, removed, durationMs, remaining } = event;
    log.info(lineMessages.updated, {
      ...(units.length <= shownUnits ? { units } : countOf(units, desired)),
      added,
      removed,
      ms: Math.round(durationMs * 10) / 10,
      ...(remaining === 0 ? {} : { remaining }),
      changed: event.changed,
      ...(mayList() ? { changes: event.notable.map(changeText) } : {}),
    });
  };
};

/** Services, and objects of other kinds, whose names were written. */
const countOf = (units: readonly UnitKey[], desired: Pick<DesiredZone, 'at' | 'originOf'>): LogFields => {
  const services = new Set<string>();
  const others = new Set<string>();
  for (const unit of units) {
    const { object } = aboutUnit(desired, unit);
    if (object !== undefined)
      (serviceKeyOf(object) === undefined ? others : services).add(objectRefKey(object));
  }
  return { names: units.length, services: services.size, ...(others.size > 0 && { objects: others.size }) };
};
