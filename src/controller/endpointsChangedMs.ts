import type { EndpointSlice } from '../model/endpointSlice.ts';
import { isServiceSnapshot, type OriginSnapshot } from '../model/originSnapshot.ts';

/** Of changes within one second, which have the same time, the last is shown within this. */
const sameTimeWithinMs = 10_000;

/**
 * When the endpoints changed that a Service has `after` and had not `before`, in milliseconds since 1970; of
 * several changes the first. Undefined where that is not told. A Service that has just come into view has
 * none: how long it was there is not known. Nor has a slice that still tells the time of an earlier change
 * long after it, which is what an edit by hand leaves.
 *
 * @param timeMs now, since 1970
 */
export const endpointsChangedMs = (
  before: OriginSnapshot | undefined,
  after: OriginSnapshot | undefined,
  timeMs: number,
): number | undefined => {
  if (before === undefined || after === undefined) return undefined;
  if (!isServiceSnapshot(before) || !isServiceSnapshot(after) || before.slices === after.slices)
    return undefined;
  const known = new Map(before.slices.map((slice) => [slice.name, slice]));
  const times = after.slices.flatMap((slice) => {
    const earlier = known.get(slice.name);
    return slice === earlier || isLeft(earlier, slice, timeMs) ? [] : (slice.changedMs ?? []);
  });
  return times.length === 0 ? undefined : Math.min(...times);
};

const isLeft = (before: EndpointSlice | undefined, { changedMs }: EndpointSlice, timeMs: number): boolean =>
  changedMs !== undefined && changedMs === before?.changedMs && timeMs - changedMs > sameTimeWithinMs;
