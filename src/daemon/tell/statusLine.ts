import { countText, shownText } from '../../model/visibleText.ts';
import { zoneInView } from '../../model/zoneInView.ts';
import { zoneStateText } from '../../telemetry/readiness.ts';
import type { Status, ZoneStatus } from '../../telemetry/status.ts';

const longestLine = 2_000;

/**
 * How the daemon is, in one line of limited length: what a server or another process says of itself may be in
 * it.
 */
export const statusLine = ({ leadership, zones, services }: Status): string => {
  if (leadership.kind === 'standby') return shownText(`standing by, ${leadership.holder} writes`);
  const of = counted(services, 'Service');
  const [only, ...others] = zones;
  const parts =
    only !== undefined && others.length === 0
      ? [zoneText(only, ` of ${of}`)]
      : [of, ...zones.map((zone) => zoneText(zone))];
  return shownText(parts.join('; '), longestLine);
};

const zoneText = (zone: ZoneStatus, of = ''): string => {
  const { state, writtenBy, problem } = zone;
  const problems = problemsOf(zone);
  return shownText(
    [
      `${counted(zone.recordsOwned, 'record')}${of} in ${zoneInView(zone.zone, zone.view)}`,
      ...(state === 'inStep' ? [] : [`, ${zoneStateText(state)}`]),
      ...(writtenBy === undefined ? [] : [`, written by ${writtenBy}`]),
      ...(problems === 0 ? [] : [`, ${counted(problems, 'problem')}`]),
      ...(problem === undefined ? [] : [`: ${problem.message}`]),
    ].join(''),
  );
};

const problemsOf = (zone: ZoneStatus): number => {
  const units = [zone.conflicts, zone.quarantined, zone.limited, zone.unpublishable].flat();
  const ofUnits = units.reduce((sum, { more = 1 }) => sum + more, 0);
  return ofUnits + (zone.guard === undefined ? 0 : 1) + (zone.problem === undefined ? 0 : 1);
};

const counted = (count: number, what: string): string =>
  `${countText(count)} ${what}${count === 1 ? '' : 's'}`;
