import type { Metric } from './metric.ts';
import { isReady, readiness } from './readiness.ts';
import type { Status, UnitProblem, ZoneStatus } from './status.ts';

const one = (read: (status: Status) => number) => (status: Status) => [{ labels: [], value: read(status) }];
/** The label `view` is there only where a zone has one. */
const zoneLabels = ({ zone, view = '' }: ZoneStatus): readonly string[] => [zone, view];
const perZone = (read: (zone: ZoneStatus) => number) => (status: Status) =>
  status.zones.map((zone) => ({ labels: zoneLabels(zone), value: read(zone) }));
/** Entries that stand for several problems count as that many. */
const countOf = (problems: readonly UnitProblem[]): number =>
  problems.reduce((sum, { more }) => sum + (more ?? 1), 0);
const secondsSince = (status: Status, thenMs: number): number => Math.max(0, status.nowMs - thenMs) / 1000;

/** Metrics that are read from the status when somebody asks. */
export const STATUS_METRICS = {
  relists: {
    kind: 'total',
    name: 'k8s_bind_watch_relists_total',
    help: 'How often a resource has been listed anew since the start',
    labels: ['resource'],
    read: (status) => status.watches.map((watch) => ({ labels: [watch.resource], value: watch.relists })),
  },
  watchSynced: {
    kind: 'gauge',
    name: 'k8s_bind_watch_synced',
    help: 'Whether the first list of a resource is complete (1) or not (0)',
    labels: ['resource'],
    read: (status) =>
      status.watches.map((watch) => ({ labels: [watch.resource], value: watch.synced ? 1 : 0 })),
  },
  watchStaleness: {
    kind: 'gauge',
    name: 'k8s_bind_watch_staleness_seconds',
    help: 'Since the API server last said anything about a resource; bookmarks come about every minute',
    labels: ['resource'],
    read: (status) =>
      status.watches.map((watch) => ({
        labels: [watch.resource],
        value: secondsSince(status, watch.lastHeardMs === 0 ? status.startedMs : watch.lastHeardMs),
      })),
  },
  zoneStaleness: {
    kind: 'gauge',
    name: 'k8s_bind_zone_staleness_seconds',
    help: 'Since the zone or its serial was last read',
    labels: ['zone', 'view'],
    read: (status) =>
      status.zones.map((zone) => ({
        labels: zoneLabels(zone),
        value: secondsSince(status, zone.lastReadMs === 0 ? status.startedMs : zone.lastReadMs),
      })),
  },
  services: {
    kind: 'gauge',
    name: 'k8s_bind_services',
    help: 'Services known',
    labels: [],
    read: one((status) => status.services),
  },
  endpoints: {
    kind: 'gauge',
    name: 'k8s_bind_endpoints',
    help: 'Endpoint addresses known',
    labels: [],
    read: one((status) => status.endpoints),
  },
  recordsOwned: {
    kind: 'gauge',
    name: 'k8s_bind_records_owned',
    help: 'Records in the zone that are ours',
    labels: ['zone', 'view'],
    read: perZone((zone) => zone.recordsOwned),
  },
  pending: {
    kind: 'gauge',
    name: 'k8s_bind_services_pending',
    help: 'Services whose records are not yet in the zone',
    labels: ['zone', 'view'],
    read: perZone((zone) => zone.pending),
  },
  conflicts: {
    kind: 'gauge',
    name: 'k8s_bind_conflicts',
    help: 'Names that somebody else has',
    labels: ['zone', 'view'],
    read: perZone((zone) => countOf(zone.conflicts)),
  },
  quarantined: {
    kind: 'gauge',
    name: 'k8s_bind_services_quarantined',
    help: 'Services whose records BIND refuses',
    labels: ['zone', 'view'],
    read: perZone((zone) => countOf(zone.quarantined)),
  },
  limited: {
    kind: 'gauge',
    name: 'k8s_bind_services_limited',
    help: 'Services and names of which BIND takes only a part (max-records-per-type)',
    labels: ['zone', 'view'],
    read: perZone((zone) => countOf(zone.limited)),
  },
  held: {
    kind: 'gauge',
    name: 'k8s_bind_names_held',
    help: 'Names that stay although their object has nothing to publish for now',
    labels: ['zone', 'view'],
    read: perZone((zone) => countOf(zone.held)),
  },
  leftOut: {
    kind: 'gauge',
    name: 'k8s_bind_addresses_left_out',
    help: 'Addresses of objects that are not published in the zone, because they lie outside of its networks (`--network`, `--exclude-network`)',
    labels: ['zone', 'view'],
    read: perZone((zone) => zone.leftOut?.addresses ?? 0),
  },
  unpublishable: {
    kind: 'gauge',
    name: 'k8s_bind_records_unpublishable',
    help: 'Records that cannot be published, because DNS cannot hold them',
    labels: ['zone', 'view'],
    read: perZone((zone) => countOf(zone.unpublishable)),
  },
  heldDeletes: {
    kind: 'gauge',
    name: 'k8s_bind_deletions_held_back',
    help: 'Deletions that wait for a confirmation, because they are too large a share',
    labels: ['zone', 'view'],
    read: perZone((zone) => zone.guard?.deletes ?? 0),
  },
  zoneSerial: {
    kind: 'gauge',
    name: 'k8s_bind_zone_serial',
    help: 'Serial of the zone as last seen',
    labels: ['zone', 'view'],
    read: perZone((zone) => zone.serial),
  },
  fencedOut: {
    kind: 'gauge',
    name: 'k8s_bind_fenced_out',
    help: 'Whether another instance took the zone over from this one and writes it (1) or not (0)',
    labels: ['zone', 'view'],
    read: perZone((zone) => (zone.writtenBy === undefined ? 0 : 1)),
  },
  ready: {
    kind: 'gauge',
    name: 'k8s_bind_ready',
    help: 'Whether /readyz says ready (1) or not (0)',
    labels: [],
    read: one((status) => (isReady(readiness(status)) ? 1 : 0)),
  },
  leading: {
    kind: 'gauge',
    name: 'k8s_bind_leading',
    help: 'Whether this instance writes (1) or stands by (0)',
    labels: [],
    read: one(({ leadership: { kind } }) => (kind === 'alone' || kind === 'leading' ? 1 : 0)),
  },
  build: {
    kind: 'gauge',
    name: 'k8s_bind_build_info',
    help: 'Always 1; the version stands in the label',
    labels: ['version'],
    read: (status) => [{ labels: [status.version], value: 1 }],
  },
  residentBytes: {
    kind: 'gauge',
    name: 'process_resident_memory_bytes',
    help: 'Resident memory of the process',
    labels: [],
    read: one(({ usage }) => usage.residentBytes),
  },
  cpuSeconds: {
    kind: 'total',
    name: 'process_cpu_seconds_total',
    help: 'Processor time of the process, in user and system mode',
    labels: [],
    read: one(({ usage }) => usage.cpuSeconds),
  },
  startTime: {
    kind: 'gauge',
    name: 'process_start_time_seconds',
    help: 'When the process started, in seconds since 1970',
    labels: [],
    read: one((status) => status.startedMs / 1000),
  },
} as const satisfies Record<string, Metric>;
