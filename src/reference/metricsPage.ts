import { METRIC_TABLE, type Metric } from '../telemetry/metricTable.ts';
import { ROUTES } from '../telemetry/routes.ts';
import { code, GENERATED, table } from './table.ts';

const KINDS: Readonly<Record<Metric['kind'], string>> = {
  counter: 'counter',
  total: 'counter',
  gauge: 'gauge',
  histogram: 'histogram',
};

/** docs/reference/metrics.md */
export const metricsPage = (): string => {
  const metrics: readonly Metric[] = Object.values(METRIC_TABLE);
  return [
    GENERATED,
    '# Health, metrics and status',
    '`--listen ADDR:PORT` serves these. Nothing there is secret, and only the POST changes anything: it answers to loopback addresses alone.',
    table(
      ['request', 'answer'],
      ROUTES.map(({ method, path, help }) => [code(`${method} ${path}`), help]),
    ),
    '## Metrics',
    table(
      ['name', 'type', 'labels', 'what it says'],
      metrics.map(({ name, kind, labels, help }) => [
        code(name),
        KINDS[kind],
        labels.map(code).join(', '),
        help,
      ]),
    ),
    '## Alerts worth having',
    table(
      ['condition', 'what it means'],
      [
        [
          code('k8s_bind_ready == 0'),
          'for some minutes: the zone is not kept in step; `/readyz` has the reasons',
        ],
        [code('k8s_bind_watch_staleness_seconds > 300'), 'the API server says nothing, not even a bookmark'],
        [code('k8s_bind_deletions_held_back > 0'), 'a large deletion waits for `k8s-bind confirm-delete`'],
        [
          code('k8s_bind_services_quarantined > 0'),
          'BIND refuses the records of a Service; the status page names it',
        ],
        [code('increase(k8s_bind_drift_healed_total[1h]) > 0'), 'somebody else writes names that are ours'],
      ],
    ),
    '',
  ].join('\n\n');
};
