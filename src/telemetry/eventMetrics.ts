import type { Metric } from './metric.ts';

const LATENCY_BUCKETS_SECONDS = [
  0.001, 0.002, 0.004, 0.008, 0.016, 0.032, 0.064, 0.128, 0.256, 0.512, 1, 2, 5, 10, 30,
];

/** The moment that it is measured from is mostly told in whole seconds. */
const PROGRAMMING_BUCKETS_SECONDS = [0.25, 0.5, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024];

/** Metrics that are given what happens. */
export const EVENT_METRICS = {
  propagation: {
    kind: 'histogram',
    name: 'k8s_bind_propagation_seconds',
    help: "From an event of the API server to BIND's acknowledgement of the change",
    labels: ['zone', 'view'],
    buckets: LATENCY_BUCKETS_SECONDS,
  },
  programming: {
    kind: 'histogram',
    name: 'k8s_bind_dns_programming_seconds',
    help: "From a change of ready endpoints, as their controller tells its time (annotation `endpoints.kubernetes.io/last-change-trigger-time`, in whole seconds), to BIND's acknowledgement: the DNS programming latency of Kubernetes's SLI. `cluster_ip` counts only where endpoints decide records",
    labels: ['zone', 'view', 'service_kind'],
    buckets: PROGRAMMING_BUCKETS_SECONDS,
  },
  update: {
    kind: 'histogram',
    name: 'k8s_bind_update_seconds',
    help: 'From sending an UPDATE to its answer',
    labels: ['zone', 'view'],
    buckets: LATENCY_BUCKETS_SECONDS,
  },
  updates: {
    kind: 'counter',
    name: 'k8s_bind_updates_total',
    help: 'UPDATE messages by what became of them',
    labels: ['zone', 'view', 'outcome'],
  },
  recordsWritten: {
    kind: 'counter',
    name: 'k8s_bind_records_written_total',
    help: 'Records added and deleted by acknowledged updates',
    labels: ['zone', 'view', 'change'],
  },
  transfers: {
    kind: 'counter',
    name: 'k8s_bind_transfers_total',
    help: 'Zone transfers by type (axfr, ixfr) and by what became of them; `any`: a transfer or SOA query that failed',
    labels: ['zone', 'view', 'type', 'outcome'],
  },
  driftHealed: {
    kind: 'counter',
    name: 'k8s_bind_drift_healed_total',
    help: 'Records of ours that another writer had changed, put right',
    labels: ['zone', 'view'],
  },
} as const satisfies Record<string, Metric>;
