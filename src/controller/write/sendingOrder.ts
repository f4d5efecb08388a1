import { type UnitKey, unitOf } from '../../zone/unit.ts';
import type { ZoneContext } from '../zoneContext.ts';

/**
 * What waits, in the order in which it is sent: as it came, unless the server is slow. Then what exists goes
 * before what is gone, so that a new Service does not wait until the names of many old ones are deleted.
 */
export const sendingOrder = function* (
  context: Pick<ZoneContext, 'queue' | 'pace' | 'desired'>,
): Generator<UnitKey> {
  const { queue, pace } = context;
  if (!pace.isSlow()) {
    yield* queue.units();
    return;
  }
  for (const unit of queue.units()) if (isDesired(context, unit)) yield unit;
  for (const unit of queue.units()) if (!isDesired(context, unit)) yield unit;
};

const isDesired = ({ desired }: Pick<ZoneContext, 'desired'>, key: UnitKey): boolean => {
  const unit = unitOf(key);
  return desired.source(key) !== undefined || (unit.kind === 'name' && desired.at(unit.name) !== undefined);
};
