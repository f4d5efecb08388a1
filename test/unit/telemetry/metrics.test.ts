import { describe, expect, test } from 'vitest';
import { createMetrics } from '../../../src/telemetry/metrics.ts';
import { METRIC_TABLE } from '../../../src/telemetry/metricTable.ts';
import { goodStatus, goodZone } from './support.ts';

/** The value lines of a scrape. */
const scrape = async (metrics: ReturnType<typeof createMetrics>) =>
  (await metrics.text()).split('\n').filter((line) => line !== '' && !line.startsWith('#'));

describe('a scrape', () => {
  test('has counters and histograms of what was reported', async () => {
    const metrics = createMetrics(() => goodStatus);
    metrics.updates({ zone: 'a.', outcome: 'applied' });
    metrics.updates({ zone: 'a.', outcome: 'applied' }, 2);
    metrics.propagation({ zone: 'a.' }, 0.003);
    const values = await scrape(metrics);
    expect(values).toContain('k8s_bind_updates_total{zone="a.",outcome="applied"} 3');
    expect(values).toContain('k8s_bind_propagation_seconds_bucket{le="0.002",zone="a."} 0');
    expect(values).toContain('k8s_bind_propagation_seconds_bucket{le="0.004",zone="a."} 1');
  });

  test('reads everything else from the status, once', async () => {
    let asked = 0;
    const metrics = createMetrics(() => {
      asked++;
      return goodStatus;
    });
    const values = await scrape(metrics);
    expect(asked).toBe(1);
    expect(values.filter((line) => !line.startsWith('process_'))).toEqual([
      'k8s_bind_watch_relists_total{resource="services"} 1',
      'k8s_bind_watch_relists_total{resource="endpointslices"} 0',
      'k8s_bind_watch_synced{resource="services"} 1',
      'k8s_bind_watch_synced{resource="endpointslices"} 1',
      'k8s_bind_watch_staleness_seconds{resource="services"} 2',
      'k8s_bind_watch_staleness_seconds{resource="endpointslices"} 60',
      'k8s_bind_zone_staleness_seconds{zone="k8s.example."} 10',
      'k8s_bind_services 3',
      'k8s_bind_endpoints 5',
      'k8s_bind_records_owned{zone="k8s.example."} 12',
      'k8s_bind_services_pending{zone="k8s.example."} 0',
      'k8s_bind_conflicts{zone="k8s.example."} 0',
      'k8s_bind_services_quarantined{zone="k8s.example."} 0',
      'k8s_bind_services_limited{zone="k8s.example."} 0',
      'k8s_bind_names_held{zone="k8s.example."} 0',
      'k8s_bind_addresses_left_out{zone="k8s.example."} 0',
      'k8s_bind_records_unpublishable{zone="k8s.example."} 0',
      'k8s_bind_deletions_held_back{zone="k8s.example."} 0',
      'k8s_bind_zone_serial{zone="k8s.example."} 7',
      'k8s_bind_fenced_out{zone="k8s.example."} 0',
      'k8s_bind_ready 1',
      'k8s_bind_leading 1',
      'k8s_bind_build_info{version="0.1.0"} 1',
    ]);
  });

  test.each([
    [{ kind: 'alone' }, 1],
    [{ kind: 'leading' }, 1],
    [{ kind: 'undecided' }, 0],
    [{ kind: 'standby', holder: 'other/1' }, 0],
  ] as const)('counts who writes: %j', async (leadership, leading) => {
    const values = await scrape(createMetrics(() => ({ ...goodStatus, leadership })));
    expect(values).toContain(`k8s_bind_leading ${leading}`);
  });

  test('tells zones of one name apart by their views, and has no such label where there is none', async () => {
    const zones = [
      { ...goodZone, view: 'internal' },
      { ...goodZone, view: 'external', recordsOwned: 5, leftOut: { addresses: 7, objects: 2 } },
      { ...goodZone, zone: 'lab.example.' },
    ];
    const metrics = createMetrics(() => ({ ...goodStatus, zones }));
    metrics.updates({ zone: 'k8s.example.', view: 'internal', outcome: 'applied' });
    metrics.updates({ zone: 'lab.example.', outcome: 'applied' });
    const values = await scrape(metrics);
    expect(values.filter((line) => /records_owned|left_out|updates_total/.test(line))).toEqual([
      'k8s_bind_updates_total{zone="k8s.example.",view="internal",outcome="applied"} 1',
      'k8s_bind_updates_total{zone="lab.example.",outcome="applied"} 1',
      'k8s_bind_records_owned{zone="k8s.example.",view="internal"} 12',
      'k8s_bind_records_owned{zone="k8s.example.",view="external"} 5',
      'k8s_bind_records_owned{zone="lab.example."} 12',
      'k8s_bind_addresses_left_out{zone="k8s.example.",view="internal"} 0',
      'k8s_bind_addresses_left_out{zone="k8s.example.",view="external"} 7',
      'k8s_bind_addresses_left_out{zone="lab.example."} 0',
    ]);
  });

  test('says that another instance writes a zone, also while this one stands by', async () => {
    for (const state of ['fencedOut', 'standby'] as const) {
      const zones = [{ ...goodZone, state, writtenBy: 'there/2' }];
      const text = await scrape(createMetrics(() => ({ ...goodStatus, zones })));
      expect(text).toContain('k8s_bind_fenced_out{zone="k8s.example."} 1');
    }
  });

  test('forgets a zone that is no longer there, and does not add up what it reads', async () => {
    let status = goodStatus;
    const metrics = createMetrics(() => status);
    await metrics.text();
    const again = await scrape(metrics);
    expect(again).toContain('k8s_bind_watch_relists_total{resource="services"} 1');
    status = { ...goodStatus, zones: [] };
    expect((await scrape(metrics)).filter((line) => line.includes('zone='))).toEqual([]);
  });
});

test('every metric has a name of its own, and totals end as Prometheus wants it', () => {
  const rows = Object.values(METRIC_TABLE);
  expect(new Set(rows.map(({ name }) => name)).size).toBe(rows.length);
  for (const { name, kind } of rows) {
    expect({ name, total: name.endsWith('_total') }).toEqual({
      name,
      total: kind === 'counter' || kind === 'total',
    });
  }
});
