import type { Rrset } from '../../dns/rrset.ts';
import { countRecords, limitRrsets } from '../limitRrsets.ts';
import type { ServiceContext } from '../serviceContext.ts';
import type { RecordProblem } from '../serviceRecords.ts';
import { territorySize } from '../territorySize.ts';
import { tooManyRecords } from '../tooManyRecords.ts';

/** How many records an object may still have: what its own name leaves of its bound is for the others. */
export type Room = {
  /** Whether there is room for anything of a name that would have so many records. */
  readonly enter: (records: number) => boolean;
  /** What there is room for. */
  readonly fit: (rrsets: readonly Rrset[]) => readonly Rrset[];
  readonly problems: () => readonly RecordProblem[];
};

/** @param countTerritory records below `svc.<zone>`; asked for only where an estimate does not decide */
export const createRoom = (context: ServiceContext, countTerritory: () => number): Room => {
  const { maxRecords } = context.options;
  const atMost = territorySize(context);
  let exact: number | undefined;
  let found = 0;
  let kept = 0;
  let isOver = false;
  const left = (wanted: number): number =>
    atMost + kept + wanted <= maxRecords ? wanted : maxRecords - kept - (exact ??= countTerritory());
  return {
    enter: (records) => {
      found += records;
      const isRoom = left(records) > 0;
      if (!isRoom) isOver = true;
      return isRoom;
    },
    fit: (rrsets) => {
      const limited = limitRrsets(rrsets, left(countRecords(rrsets)));
      kept += limited.kept;
      if (limited.kept < limited.found) isOver = true;
      return limited.rrsets;
    },
    problems: () => (isOver ? [tooManyRecords(context, found + (exact ?? 0))] : []),
  };
};
