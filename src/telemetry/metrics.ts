import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Metric } from './metric.ts';
import { METRIC_TABLE } from './metricTable.ts';
import type { Status } from './status.ts';

type Table = typeof METRIC_TABLE;
type Label<Row extends Metric> = Row['labels'][number];
/** A zone without a name for its view has no such label. */
type Labels<Row extends Metric> = Readonly<Record<Exclude<Label<Row>, 'view'>, string>> &
  Readonly<Partial<Record<Extract<Label<Row>, 'view'>, string>>>;
type NamesOf<Kind extends Metric['kind']> = {
  [Name in keyof Table]: Table[Name] extends { readonly kind: Kind } ? Name : never;
}[keyof Table];

/**
 * What the parts of the program report: a function for each counter (`count` is 1 when left out) and each
 * histogram (in seconds) of the table. `text` is the answer to a scrape (Prometheus text format 0.0.4).
 */
export type Metrics = {
  readonly [Name in NamesOf<'counter'>]: (labels: Labels<Table[Name]>, count?: number) => void;
} & {
  readonly [Name in NamesOf<'histogram'>]: (labels: Labels<Table[Name]>, seconds: number) => void;
} & { readonly text: () => Promise<string>; readonly contentType: string };

/**
 * The metrics of one process, with a registry of their own. prom-client's default metrics are left out on
 * purpose: they keep observers of the garbage collector and the event loop running in an idle daemon; the few
 * that matter stand in our own table.
 */
export const createMetrics = (status: () => Status): Metrics => {
  const registry = new Registry();
  // One status for all values of a scrape: it is not free to make.
  let scraped: Status | undefined;
  const rows = Object.entries(METRIC_TABLE) as readonly (readonly [string, Metric])[];
  const reported = rows.flatMap(([name, metric]) =>
    isReported(metric) ? [[name, registerReported(registry, metric)]] : [],
  );
  for (const [, metric] of rows) if (!isReported(metric)) registerRead(registry, metric, () => scraped);
  return {
    ...(Object.fromEntries(reported) as Omit<Metrics, 'text' | 'contentType'>),
    text: () => {
      scraped = status();
      return registry.metrics();
    },
    contentType: registry.contentType,
  };
};

type Reported = Extract<Metric, { readonly kind: 'counter' | 'histogram' }>;
type Read = Exclude<Metric, Reported>;

const isReported = (metric: Metric): metric is Reported =>
  metric.kind === 'counter' || metric.kind === 'histogram';

const registerReported = (registry: Registry, metric: Reported) => {
  if (metric.kind === 'counter') {
    const counter = new Counter(settings(registry, metric));
    return (labels: Record<string, string>, count = 1) => counter.inc(labels, count);
  }
  const histogram = new Histogram({ ...settings(registry, metric), buckets: [...metric.buckets] });
  return (labels: Record<string, string>, seconds: number) => histogram.observe(labels, seconds);
};

const registerRead = (registry: Registry, metric: Read, scraped: () => Status | undefined): void => {
  const instrument: Counter | Gauge = new { gauge: Gauge, total: Counter }[metric.kind]({
    ...settings(registry, metric),
    collect: () => {
      instrument.reset();
      const status = scraped();
      for (const { labels, value } of status === undefined ? [] : metric.read(status))
        instrument.inc(namedLabels(metric, labels), value);
    },
  });
};

const namedLabels = (metric: Metric, values: readonly string[]): Record<string, string> =>
  Object.fromEntries(
    metric.labels.map((name, at) => [name, values[at] ?? '']).filter(([, value]) => value !== ''),
  ) as Record<string, string>;

const settings = (registry: Registry, { name, help, labels }: Metric) => ({
  name,
  help,
  labelNames: [...labels],
  registers: [registry],
});
