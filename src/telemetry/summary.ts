import { zoneInView } from '../model/zoneInView.ts';
import { type Finding, findings } from './findings.ts';
import type { LatencyMinute } from './latencyHistory.ts';
import type { Leadership, Status, WatchStatus, ZoneStatus } from './status.ts';
import { type Verdict, verdictOf } from './verdict.ts';

/**
 * What the status page shows beside the objects: of limited length, however large the cluster is, since it is
 * sent at every change.
 */
export type Summary = {
  readonly version: string;
  readonly startedMs: number;
  readonly owner: string;
  readonly source: string;
  readonly leadership: Leadership;
  readonly services: number;
  readonly endpoints: number;
  readonly verdict: Verdict;
  /** The first 100. */
  readonly findings: readonly Finding[];
  /** How many there are. */
  readonly findingCount: number;
  readonly zones: readonly ZoneSummary[];
  readonly watches: readonly WatchStatus[];
  /** Newest first, the last 50 of all zones. */
  readonly changes: readonly (Change & { readonly zone: string })[];
  readonly latencies: readonly LatencyMinute[];
  /** Another text when objects or their records may be others. */
  readonly revision: string;
};

/** One zone, without what {@link Finding} says of it. */
type ZoneSummary = Pick<
  ZoneStatus,
  'zone' | 'view' | 'server' | 'state' | 'serial' | 'recordsOwned' | 'pending' | 'lastWriteMs'
> & { readonly label: string; readonly foreign: readonly string[]; readonly leftOut?: ZoneStatus['leftOut'] };

/** Something that happened in a zone, in words. */
export type Change = {
  readonly atMs: number;
  /** `published`, `healed`, `conflict`, `refused`, `held-back` or `ended`: the end of one of these. */
  readonly kind: string;
  readonly text: string;
};

/** What one zone has to say of the past, newest last. */
export type ZoneChanges = {
  readonly zone: string;
  readonly view: string | undefined;
  readonly changes: readonly Change[];
};

const shownFindings = 100;
const shownChanges = 50;
const shownForeign = 20;

export const summaryOf = (
  status: Status,
  past: { readonly changes: readonly ZoneChanges[]; readonly latencies: readonly LatencyMinute[] },
): Summary => {
  const found = findings(status);
  const { version, startedMs, owner, source, leadership, services, endpoints, watches } = status;
  return {
    version,
    startedMs,
    owner,
    source,
    leadership,
    services,
    endpoints,
    verdict: verdictOf(status),
    findings: found.slice(0, shownFindings),
    findingCount: found.reduce((sum, { more = 1 }) => sum + more, 0),
    zones: status.zones.map(zoneSummary),
    watches,
    changes: lastChanges(past.changes),
    latencies: past.latencies,
    revision: revisionOf(status),
  };
};

const zoneSummary = (zone: ZoneStatus): ZoneSummary => ({
  zone: zone.zone,
  ...(zone.view === undefined ? {} : { view: zone.view }),
  label: zoneInView(zone.zone, zone.view),
  server: zone.server,
  state: zone.state,
  serial: zone.serial,
  recordsOwned: zone.recordsOwned,
  pending: zone.pending,
  lastWriteMs: zone.lastWriteMs,
  foreign: zone.foreign.slice(0, shownForeign),
  ...(zone.leftOut === undefined ? {} : { leftOut: zone.leftOut }),
});

const lastChanges = (zones: readonly ZoneChanges[]): Summary['changes'] =>
  zones
    .flatMap(({ zone, view, changes }) =>
      changes.slice(-shownChanges).map((change) => ({ ...change, zone: zoneInView(zone, view) })),
    )
    .sort((a, b) => b.atMs - a.atMs)
    .slice(0, shownChanges);

/** Objects change with an event of their watch, records with a write, states with what is found. */
const revisionOf = ({ watches, zones, services, endpoints }: Status): string =>
  [
    services,
    endpoints,
    ...watches.map(({ lastEventMs, objects }) => `${lastEventMs}/${objects}`),
    ...zones.map((zone) =>
      [
        zone.serial,
        zone.lastWriteMs,
        zone.pending,
        zone.recordsOwned,
        zone.conflicts.length,
        zone.quarantined.length,
        zone.limited.length,
        zone.held.length,
        zone.unpublishable.length,
      ].join('/'),
    ),
  ].join(' ');
