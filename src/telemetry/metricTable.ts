import { EVENT_METRICS } from './eventMetrics.ts';
import type { Metric } from './metric.ts';
import { STATUS_METRICS } from './statusMetrics.ts';

/** Every metric of the program. */
export const METRIC_TABLE = { ...EVENT_METRICS, ...STATUS_METRICS } as const satisfies Record<string, Metric>;
