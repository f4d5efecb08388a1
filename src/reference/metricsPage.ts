import { ALERT_TABLE } from '../telemetry/alertTable.ts';
import type { Metric } from '../telemetry/metric.ts';
import { METRIC_TABLE } from '../telemetry/metricTable.ts';
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
    'As rules for Prometheus: [config/prometheus/k8s-bind.rules.yaml](../../config/prometheus/k8s-bind.rules.yaml). A dashboard for Grafana: [config/grafana/k8s-bind.json](../../config/grafana/k8s-bind.json).',
    table(
      ['alert', 'condition', 'for', 'severity', 'what it means'],
      ALERT_TABLE.map(({ name, condition, forMinutes, severity, meaning }) => [
        code(name),
        code(condition),
        forMinutes === 0 ? 'at once' : `${forMinutes} min`,
        severity,
        meaning,
      ]),
    ),
    '',
  ].join('\n\n');
};
