import { createMetrics } from '../../../src/telemetry/metrics.ts';
import type { StatusSources } from '../../../src/telemetry/route.ts';
import type { Status, ZoneStatus } from '../../../src/telemetry/status.ts';
import { summaryOf } from '../../../src/telemetry/summary.ts';

/** A sink that keeps what is written. */
export const keptOutput = (isTTY = false) => {
  const parts: string[] = [];
  return { isTTY, columns: 80, write: (text: string) => parts.push(text), text: () => parts.join('') };
};

/** A zone where all is well. */
export const goodZone: ZoneStatus = {
  zone: 'k8s.example.',
  server: '127.0.0.1:53',
  state: 'inStep',
  serial: 7,
  recordsOwned: 12,
  pending: 0,
  lastWriteMs: 60_000,
  lastReadMs: 90_000,
  conflicts: [],
  quarantined: [],
  limited: [],
  held: [],
  unpublishable: [],
  foreign: [],
  drift: [],
};

/** What a health server asks, of a daemon where all is well and that has no objects. */
export const noSources = (status: () => Status = () => goodStatus): StatusSources => ({
  status,
  summary: () => summaryOf(status(), { changes: [], latencies: [] }),
  records: () => [],
  services: () => [],
  objects: () => ({ objects: [], total: 0, kinds: [], namespaces: [] }),
  why: async () => ({ kind: 'no-question', message: 'nothing is known here' }),
  metrics: createMetrics(status),
  confirmDelete: () => 0,
});

/** A daemon where all is well, 100 seconds after 1970. */
export const goodStatus: Status = {
  version: '0.1.0',
  nowMs: 100_000,
  startedMs: 40_000,
  owner: 'cluster-1',
  source: 'http://localhost:8080',
  leadership: { kind: 'alone' },
  watches: [
    { resource: 'services', synced: true, objects: 3, relists: 1, lastHeardMs: 98_000, lastEventMs: 50_000 },
    { resource: 'endpointslices', synced: true, objects: 4, relists: 0, lastHeardMs: 0, lastEventMs: 0 },
  ],
  services: 3,
  endpoints: 5,
  zones: [goodZone],
  usage: { residentBytes: 50_000_000, cpuSeconds: 1.5 },
};
