import type { Status } from './status.ts';

/** One value of a gauge; `labels` in the order of the row. An empty one is left out. */
export type Sample = { readonly labels: readonly string[]; readonly value: number };

/**
 * One row of the metric table. Counters and histograms are given what happens; gauges and totals are read
 * from the {@link Status} when somebody asks, so that they cost nothing in between and agree with the status
 * page.
 */
export type Metric = {
  readonly name: string;
  readonly help: string;
  readonly labels: readonly string[];
} & (
  | { readonly kind: 'counter' }
  | { readonly kind: 'histogram'; readonly buckets: readonly number[] }
  | { readonly kind: 'gauge' | 'total'; readonly read: (status: Status) => readonly Sample[] }
);
