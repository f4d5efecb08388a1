import type { RecordOptions } from '../../records/recordOptions.ts';
import { createForwardZone, type ForwardZone, type ForwardZoneDeps } from './createForwardZone.ts';

/** The options of one of several zones, and the view that it is in, where that has a name. */
export type ZoneAmongOthers = {
  readonly records: RecordOptions;
  readonly view?: string | undefined;
};

/** The desired content of one zone, with what the others ask for in it, but for those in another view. */
export const forwardZoneOf = (
  { records: options, view }: ZoneAmongOthers,
  all: readonly ZoneAmongOthers[],
  heard: Pick<ForwardZoneDeps, 'onProblems' | 'onContest'>,
): ForwardZone =>
  createForwardZone({
    options,
    others: all.flatMap(({ records, view: other }) => {
      const isApart = view !== undefined && other !== undefined && other !== view;
      return records.zone === options.zone || isApart ? [] : [records];
    }),
    ...heard,
  });
