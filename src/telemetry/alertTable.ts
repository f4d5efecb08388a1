import { METRIC_TABLE } from './metricTable.ts';

/** One row of the alert table: a condition on the metrics that somebody should hear of. */
export type Alert = {
  /** As Prometheus has it: `K8sBindNotReady`. */
  readonly name: string;
  /** PromQL, of metrics in {@link METRIC_TABLE} alone. */
  readonly condition: string;
  /** How long it has to hold. */
  readonly forMinutes: number;
  /** `critical`: names in the zone may be wrong now. */
  readonly severity: 'warning' | 'critical';
  readonly meaning: string;
};

const {
  ready,
  leading,
  watchStaleness,
  zoneStaleness,
  heldDeletes,
  quarantined,
  limited,
  conflicts,
  unpublishable,
  driftHealed,
  fencedOut,
  pending,
  propagation,
} = METRIC_TABLE;

/** Only one of several instances writes: that one counts. Those that stand by are ready as well. */
export const ALERT_TABLE: readonly Alert[] = [
  {
    name: 'K8sBindNotReady',
    condition: `${ready.name} == 0`,
    forMinutes: 5,
    severity: 'critical',
    meaning: 'the zone is not kept in step; `/readyz` has the reasons',
  },
  {
    name: 'K8sBindNobodyWrites',
    condition: `sum by (job) (${leading.name}) == 0`,
    forMinutes: 2,
    severity: 'critical',
    meaning: 'every instance stands by, so nobody writes the zone',
  },
  {
    name: 'K8sBindWatchStale',
    condition: `${watchStaleness.name} > 300`,
    forMinutes: 1,
    severity: 'warning',
    meaning: 'the API server says nothing, not even a bookmark',
  },
  {
    name: 'K8sBindZoneStale',
    condition: `${zoneStaleness.name} > 300`,
    forMinutes: 1,
    severity: 'warning',
    meaning: 'the zone cannot be read: BIND does not answer, or takes the key no longer',
  },
  {
    name: 'K8sBindDeletionsHeldBack',
    condition: `${heldDeletes.name} > 0`,
    forMinutes: 0,
    severity: 'warning',
    meaning: 'a large deletion waits for `k8s-bind confirm-delete`',
  },
  {
    name: 'K8sBindServicesPending',
    condition: `min_over_time(${pending.name}[10m]) > 0`,
    forMinutes: 0,
    severity: 'warning',
    meaning: 'some Services have waited for their records for ten minutes',
  },
  {
    name: 'K8sBindServicesQuarantined',
    condition: `${quarantined.name} > 0`,
    forMinutes: 5,
    severity: 'warning',
    meaning: 'BIND refuses the records of a Service; the status page names it',
  },
  {
    name: 'K8sBindServicesLimited',
    condition: `${limited.name} > 0`,
    forMinutes: 5,
    severity: 'warning',
    meaning: 'BIND takes only a part of an RRset: `max-records-per-type` is too low for it',
  },
  {
    name: 'K8sBindConflicts',
    condition: `${conflicts.name} > 0`,
    forMinutes: 60,
    severity: 'warning',
    meaning: 'a name that a Service requests belongs to somebody else; the status page says which',
  },
  {
    name: 'K8sBindRecordsUnpublishable',
    condition: `${unpublishable.name} > 0`,
    forMinutes: 60,
    severity: 'warning',
    meaning: 'something that a Service requests cannot be held by DNS; an Event on it says what',
  },
  {
    name: 'K8sBindDrift',
    condition: `increase(${driftHealed.name}[1h]) > 0`,
    forMinutes: 0,
    severity: 'warning',
    meaning: 'somebody else writes names that are ours',
  },
  {
    name: 'K8sBindFencedOut',
    condition: `${fencedOut.name} == 1 and on (instance, job) ${leading.name} == 1`,
    forMinutes: 5,
    severity: 'warning',
    meaning: 'another instance of the same owner writes the zone, and no Lease says who should',
  },
  {
    name: 'K8sBindSlow',
    condition: `histogram_quantile(0.99, sum by (le, zone, view) (rate(${propagation.name}_bucket[15m]))) > 5`,
    forMinutes: 15,
    severity: 'warning',
    meaning: 'changes take more than five seconds from the API server to BIND',
  },
];
