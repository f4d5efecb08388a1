import type { ZoneEvent } from '../../controller/zoneEvent.ts';
import type { Metrics } from '../../telemetry/metrics.ts';

export type ZoneMetrics = Pick<
  Metrics,
  'propagation' | 'programming' | 'update' | 'updates' | 'recordsWritten' | 'transfers' | 'driftHealed'
>;

/** In the words of Kubernetes's SLI; only Services with a selector have endpoints whose times are told. */
const serviceKinds = { 'cluster-ip': 'cluster_ip', headless: 'headless_with_selector' } as const;

/** Counts what happens in one zone. */
export const countEvent = (
  metrics: ZoneMetrics,
  zone: { readonly zone: string; readonly view?: string },
  event: ZoneEvent,
): void => {
  switch (event.kind) {
    case 'written':
      metrics.updates({ ...zone, outcome: 'applied' });
      metrics.update(zone, event.durationMs / 1000);
      metrics.recordsWritten({ ...zone, change: 'added' }, event.added);
      metrics.recordsWritten({ ...zone, change: 'removed' }, event.removed);
      for (const latencyMs of event.latenciesMs) metrics.propagation(zone, latencyMs / 1000);
      for (const { serviceKind, latencyMs } of event.programmed)
        metrics.programming({ ...zone, service_kind: serviceKinds[serviceKind] }, latencyMs / 1000);
      break;
    case 'update-failed':
    case 'quarantined':
      metrics.updates({ ...zone, outcome: event.outcome.kind });
      break;
    case 'read':
      metrics.transfers({ ...zone, type: event.mode === 'full' ? 'axfr' : 'ixfr', outcome: 'complete' });
      break;
    case 'read-failed':
      metrics.transfers({ ...zone, type: 'any', outcome: event.failure.kind });
      break;
    case 'drift':
      metrics.driftHealed(zone, event.healing.length);
      break;
    default:
  }
};
