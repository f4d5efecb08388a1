import { assertNever } from '../assertNever.ts';
import type { Metric } from '../telemetry/metric.ts';
import { METRIC_TABLE } from '../telemetry/metricTable.ts';

/** A dashboard for Grafana with a panel for each metric, in the order of the table. */
export const dashboard = (): string => {
  const metrics: readonly Metric[] = Object.values(METRIC_TABLE).filter(({ name }) => !HIDDEN.includes(name));
  return `${JSON.stringify(
    {
      title: 'k8s-bind',
      uid: 'k8s-bind',
      tags: ['k8s-bind', 'dns'],
      description: 'Made from the table of metrics by "npm run docs".',
      schemaVersion: 39,
      editable: true,
      refresh: '30s',
      time: { from: 'now-6h', to: 'now' },
      templating: { list: VARIABLES },
      panels: metrics.map(panel),
    },
    undefined,
    2,
  )}\n`;
};

/** The serial is no quantity, and a version no curve. */
const HIDDEN: readonly string[] = [METRIC_TABLE.zoneSerial.name, METRIC_TABLE.build.name];

const SOURCE = { type: 'prometheus', uid: '${datasource}' };

const VARIABLES = [
  { name: 'datasource', label: 'Prometheus', type: 'datasource', query: 'prometheus' },
  {
    name: 'instance',
    label: 'Instance',
    type: 'query',
    datasource: SOURCE,
    query: `label_values(${METRIC_TABLE.ready.name}, instance)`,
    refresh: 2,
    multi: true,
    includeAll: true,
  },
];

const WIDTH = 8;
const HEIGHT = 7;
const COLUMNS = 3;

const panel = (metric: Metric, index: number) => ({
  id: index + 1,
  type: 'timeseries',
  title: titleOf(metric),
  description: metric.help,
  datasource: SOURCE,
  gridPos: {
    h: HEIGHT,
    w: WIDTH,
    x: (index % COLUMNS) * WIDTH,
    y: Math.floor(index / COLUMNS) * HEIGHT,
  },
  fieldConfig: { defaults: { unit: unitOf(metric), min: 0 }, overrides: [] },
  targets: expressions(metric).map(({ expression, legend }, at) => ({
    refId: String.fromCharCode('A'.charCodeAt(0) + at),
    datasource: SOURCE,
    expr: expression,
    legendFormat: legend,
  })),
});

/** `k8s_bind_zone_staleness_seconds` is "Zone staleness". */
const titleOf = ({ name }: Metric): string => {
  const words = name
    .replace(/^k8s_bind_/, '')
    .replace(/_(seconds|bytes|total|info)(_total)?$/, '')
    .replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
};

const unitOf = ({ name, kind }: Metric): string => {
  if (name.includes('start_time')) return 'dateTimeAsIso';
  if (name.includes('_bytes')) return 'bytes';
  if (kind === 'counter' || kind === 'total') return name.includes('_seconds') ? 'percentunit' : 'cps';
  return name.endsWith('_seconds') ? 's' : 'short';
};

interface Expression {
  readonly expression: string;
  readonly legend: string;
}

const SELECTOR = '{instance=~"$instance"}';

const expressions = ({ name, kind, labels }: Metric): readonly Expression[] => {
  const legend = labels.length === 0 ? '{{instance}}' : labels.map((label) => `{{${label}}}`).join(' ');
  switch (kind) {
    case 'gauge':
      return [{ expression: `${name}${SELECTOR}${name.includes('start_time') ? ' * 1000' : ''}`, legend }];
    case 'counter':
    case 'total': {
      const by = labels.length === 0 ? 'instance' : labels.join(', ');
      return [{ expression: `sum by (${by}) (rate(${name}${SELECTOR}[$__rate_interval]))`, legend }];
    }
    case 'histogram':
      return [0.5, 0.99].map((share) => ({
        expression: `histogram_quantile(${share}, sum by (${['le', ...labels].join(', ')}) (rate(${name}_bucket${SELECTOR}[$__rate_interval])))`,
        legend: `${legend} ${share * 100} %`,
      }));
    default:
      return assertNever(kind);
  }
};
