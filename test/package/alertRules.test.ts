import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { alertRules } from '../../src/reference/alertRules.ts';
import { dashboard } from '../../src/reference/dashboard.ts';
import { ALERT_TABLE } from '../../src/telemetry/alertTable.ts';
import { METRIC_TABLE } from '../../src/telemetry/metricTable.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/temporaryFolder.ts';

let folder: TemporaryFolder;
const file = (name: string): string => join(folder.path, name);
beforeAll(async () => {
  folder = await temporaryFolder('alerts');
  await writeFile(file('rules.yaml'), alertRules());
});
afterAll(() => folder[Symbol.asyncDispose]());

const promtool = (...args: readonly string[]) => execa('promtool', args, { reject: false, all: true });

/** Every name in it that is a metric's of ours. */
const metricsIn = (expression: string): readonly string[] =>
  [...expression.matchAll(/\b(k8s_bind|process)_\w+/g)].map(([name]) => name.replace(/_bucket$/, ''));
const known = new Set<string>(Object.values(METRIC_TABLE).map(({ name }) => name));

test('promtool takes the rules', async () => {
  const { exitCode, all } = await promtool('check', 'rules', file('rules.yaml'));
  expect({ exitCode, all }).toMatchObject({ exitCode: 0 });
  expect(all).toContain(`${ALERT_TABLE.length} rules found`);
});

/** For each alert the series of a day on which it has to fire, and of one on which it must not. */
const days: Readonly<Record<string, readonly [fires: Series, silent: Series]>> = {
  K8sBindNotReady: [
    { 'k8s_bind_ready{instance="a"}': '0x30' },
    { 'k8s_bind_ready{instance="a"}': '0 0 1x30' },
  ],
  K8sBindNobodyWrites: [
    { 'k8s_bind_leading{job="j",instance="a"}': '0x30', 'k8s_bind_leading{job="j",instance="b"}': '0x30' },
    { 'k8s_bind_leading{job="j",instance="a"}': '0x30', 'k8s_bind_leading{job="j",instance="b"}': '1x30' },
  ],
  K8sBindWatchStale: [
    { 'k8s_bind_watch_staleness_seconds{resource="services"}': '0+60x30' },
    { 'k8s_bind_watch_staleness_seconds{resource="services"}': '60x30' },
  ],
  K8sBindZoneStale: [
    { 'k8s_bind_zone_staleness_seconds{zone="z."}': '0+60x30' },
    { 'k8s_bind_zone_staleness_seconds{zone="z."}': '30x30' },
  ],
  K8sBindDeletionsHeldBack: [
    { 'k8s_bind_deletions_held_back{zone="z."}': '40x30' },
    { 'k8s_bind_deletions_held_back{zone="z."}': '0x30' },
  ],
  K8sBindServicesPending: [
    { 'k8s_bind_services_pending{zone="z."}': '1x30' },
    { 'k8s_bind_services_pending{zone="z."}': '9 0 9 0 9x5 0 9x5 0 9x5 0 9x5 0 9x5' },
  ],
  K8sBindServicesQuarantined: [
    { 'k8s_bind_services_quarantined{zone="z."}': '1x30' },
    { 'k8s_bind_services_quarantined{zone="z."}': '0x30' },
  ],
  K8sBindServicesLimited: [
    { 'k8s_bind_services_limited{zone="z."}': '1x30' },
    { 'k8s_bind_services_limited{zone="z."}': '0x30' },
  ],
  K8sBindConflicts: [
    { 'k8s_bind_conflicts{zone="z."}': '1x120' },
    { 'k8s_bind_conflicts{zone="z."}': '1x20 0x100' },
  ],
  K8sBindRecordsUnpublishable: [
    { 'k8s_bind_records_unpublishable{zone="z."}': '1x120' },
    { 'k8s_bind_records_unpublishable{zone="z."}': '0x120' },
  ],
  K8sBindDrift: [
    { 'k8s_bind_drift_healed_total{zone="z."}': '0x10 1x110' },
    { 'k8s_bind_drift_healed_total{zone="z."}': '7x120' },
  ],
  K8sBindFencedOut: [
    {
      'k8s_bind_fenced_out{job="j",instance="a",zone="z."}': '1x30',
      'k8s_bind_leading{job="j",instance="a"}': '1x30',
    },
    {
      'k8s_bind_fenced_out{job="j",instance="a",zone="z."}': '1x30',
      'k8s_bind_leading{job="j",instance="a"}': '0x30',
    },
  ],
  K8sBindSlow: [
    {
      'k8s_bind_propagation_seconds_bucket{zone="z.",le="5"}': '0x60',
      'k8s_bind_propagation_seconds_bucket{zone="z.",le="10"}': '0+5x60',
      'k8s_bind_propagation_seconds_bucket{zone="z.",le="+Inf"}': '0+5x60',
    },
    {
      'k8s_bind_propagation_seconds_bucket{zone="z.",le="5"}': '0+5x60',
      'k8s_bind_propagation_seconds_bucket{zone="z.",le="10"}': '0+5x60',
      'k8s_bind_propagation_seconds_bucket{zone="z.",le="+Inf"}': '0+5x60',
    },
  ],
};

type Series = Readonly<Record<string, string>>;

/** Of each alert whether it fires once the series are over. */
const firing = async (alert: string, series: Series): Promise<boolean> => {
  const minutes = alert.match(/Conflicts|Unpublishable|Drift/) ? 61 : alert === 'K8sBindSlow' ? 50 : 25;
  const tests = {
    rule_files: [file('rules.yaml')],
    evaluation_interval: '1m',
    tests: [
      {
        interval: '1m',
        input_series: Object.entries(series).map(([name, values]) => ({ series: name, values })),
        alert_rule_test: [{ eval_time: `${minutes}m`, alertname: alert, exp_alerts: [] }],
      },
    ],
  };
  await writeFile(file('tests.yaml'), stringify(tests));
  const { exitCode, all } = await promtool('test', 'rules', file('tests.yaml'));
  // It says which alerts it got where it expected none; anything else is a fault of the test.
  if (exitCode !== 0) expect(all).toMatch(new RegExp(`alertname: ?"?${alert}|alertname="${alert}"`));
  return exitCode !== 0;
};

test.each(ALERT_TABLE.map(({ name }) => name))('%s fires when it should, and only then', async (name) => {
  const [fires, silent] = days[name] ?? [{}, {}];
  expect(await firing(name, fires)).toBe(true);
  expect(await firing(name, silent)).toBe(false);
});

test('alerts and panels name only metrics that there are', () => {
  const conditions = ALERT_TABLE.map(({ condition }) => condition);
  const used = [...conditions, ...panelExpressions()].flatMap(metricsIn);
  expect(used.length).toBeGreaterThan(40);
  expect(used.filter((name) => !known.has(name))).toEqual([]);
});

test('every panel asks something that Prometheus understands', async () => {
  const expressions = panelExpressions().map((expression) =>
    expression.replaceAll('$__rate_interval', '5m').replaceAll('$instance', '.*'),
  );
  const rules = expressions.map((expr, index) => ({ record: `panel:${index}`, expr }));
  await writeFile(file('panels.yaml'), stringify({ groups: [{ name: 'panels', rules }] }));
  const { exitCode, all } = await promtool('check', 'rules', file('panels.yaml'));
  expect({ exitCode, all }).toMatchObject({ exitCode: 0 });
});

function panelExpressions(): readonly string[] {
  const { panels } = JSON.parse(dashboard()) as {
    readonly panels: readonly { readonly targets: readonly { readonly expr: string }[] }[];
  };
  return panels.flatMap(({ targets }) => targets.map(({ expr }) => expr));
}
