import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import { loadConfig } from '../../src/config/loadConfig.ts';
import { type ControlPlane, startControlPlane } from '../support/controlPlane.ts';
import { controlPlanePrograms } from '../support/controlPlaneBuild.ts';
import { startDaemon } from '../support/daemon.ts';
import { type ChartObject, chart, helm, leastSettings, template, templateText } from '../support/helm.ts';
import { helmPrograms } from '../support/helmBuild.ts';
import { startNamed } from '../support/named.ts';
import { run } from '../support/process.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/temporaryFolder.ts';
import { waitFor } from '../support/waitFor.ts';

let cluster: ControlPlane;
let folder: TemporaryFolder;
beforeAll(async () => {
  await helmPrograms.build();
  folder = await temporaryFolder('chart');
  cluster = await startControlPlane();
  await cluster.kubectl('create', 'namespace', 'dns');
  await cluster.kubectl('label', 'namespace', 'dns', 'pod-security.kubernetes.io/warn=restricted');
}, 900_000);
afterAll(async () => {
  await cluster[Symbol.asyncDispose]();
  await folder[Symbol.asyncDispose]();
});

const everything = ['dashboard.enabled=true', 'serviceMonitor.enabled=true', 'prometheusRule.enabled=true'];
const ofKind = (objects: readonly ChartObject[], kind: string): ChartObject => {
  const found = objects.filter((object) => object.kind === kind);
  expect(found).toHaveLength(1);
  return found[0] as ChartObject;
};
const dataOf = (objects: readonly ChartObject[], name: string, key: string): string => {
  const found = objects.find((object) => object.kind === 'ConfigMap' && object.metadata.name === name);
  expect(found).toBeDefined();
  return ((found as ChartObject)['data'] as Record<string, string>)[key] ?? '';
};
/** The daemon's configuration. */
const configOf = (objects: readonly ChartObject[]): string => dataOf(objects, 'k8s-bind', 'k8s-bind.yaml');

test('helm finds nothing to complain about', async () => {
  const settings = leastSettings.flatMap((setting) => ['--set', setting]);
  const said = await helm('lint', '--strict', chart, ...settings);
  expect(said).toContain('0 chart(s) failed');
  expect(said).not.toMatch(/\[(WARNING|ERROR)\]/);
});

test('the version of the chart is that of the program', async () => {
  const { version, appVersion } = parse(await readFile(join(chart, 'Chart.yaml'), 'utf8')) as Record<
    string,
    string
  >;
  const { version: own } = JSON.parse(await readFile(join(chart, '../../../package.json'), 'utf8')) as Record<
    string,
    string
  >;
  expect({ version, appVersion }).toEqual({ version: own, appVersion: own });
});

test('the API server takes every object, without a warning also where only restricted pods are allowed', async () => {
  const text = await templateText(...leastSettings, 'dashboard.enabled=true');
  const file = join(folder.path, 'objects.yaml');
  await writeFile(file, text);
  const said = await cluster.kubectl(
    'apply',
    '--server-side',
    '--dry-run=server',
    '--validate=strict',
    '--warnings-as-errors',
    '-f',
    file,
  );
  const kinds = [
    'serviceaccount',
    'configmap',
    'clusterrole.',
    'clusterrolebinding.',
    'role.',
    'rolebinding.',
    'service',
    'deployment.',
    'poddisruptionbudget.',
    'networkpolicy.',
  ];
  for (const kind of kinds)
    expect(said).toMatch(
      new RegExp(`^${kind.replace('.', '\\.')}\\S*/\\S+ serverside-applied \\(server dry run\\)$`, 'm'),
    );
});

test('the configuration is one that the daemon takes', async () => {
  const objects = await template(
    ...leastSettings,
    'config.shortNames={default,shop}',
    'config.ttl={30s,endpoints=5s}',
  );
  const text = configOf(objects);
  const loaded = loadConfig({
    argv: ['run', '--config', '/etc/k8s-bind/k8s-bind.yaml'],
    env: {},
    files: { read: () => text, stat: () => ({ mode: 0o440 }) },
  });
  expect(loaded).toMatchObject({
    kind: 'ok',
    config: { lease: { namespace: 'dns', name: 'k8s-bind' }, shortNames: ['default', 'shop'] },
  });
});

test('says in one line that the zone is missing, and that a source is unknown', async () => {
  await expect(template()).rejects.toThrow('found neither config.zone nor config.zones');
  await expect(template(...leastSettings, 'sources={service,carrier-pigeon}')).rejects.toThrow(
    'Cannot use the source "carrier-pigeon": found none of this name, needed one of',
  );
});

test('gives rights by what the configuration asks for, and no others', async () => {
  const resources = async (...settings: readonly string[]): Promise<readonly string[]> => {
    const { rules } = ofKind(await template(...leastSettings, ...settings), 'ClusterRole') as unknown as {
      readonly rules: readonly { readonly resources: readonly string[] }[];
    };
    return rules.flatMap((rule) => rule.resources).sort();
  };
  expect(await resources()).toEqual(['endpointslices', 'events', 'namespaces', 'services']);
  expect(await resources('config.owner=one')).toEqual(['endpointslices', 'events', 'services']);
  expect(await resources('config.owner=one', 'config.addresses=node')).toContain('nodes');
  expect(await resources('config.owner=one', 'config.namespaceSelector=team=a')).toContain('namespaces');
  expect(await resources('config.owner=one', 'rights={endpoints}')).toContain('endpoints');
  const ingresses = ['config.owner=one', 'sources={ingress}'];
  expect(await resources(...ingresses)).toEqual(['events', 'ingresses']);
  const classes = await resources(...ingresses, 'config.ingressClasses={traefik}');
  expect(classes).toEqual(['events', 'ingressclasses', 'ingresses']);
  const rule = (way: string) =>
    resources(...ingresses, 'config.ingress[0].class=traefik', `config.ingress[0].${way}`);
  expect(await rule('addresses={192.0.2.1}')).toEqual(['events', 'ingressclasses', 'ingresses']);
  const byService = ['events', 'ingressclasses', 'ingresses', 'services'];
  expect(await rule('from=service kube-system/traefik')).toEqual(byService);
});

test('with one replica there is no Lease, no right to one, and nothing that keeps a node from being emptied', async () => {
  const objects = await template(...leastSettings, 'replicas=1');
  const kinds = objects.map(({ kind }) => kind);
  for (const kind of ['Role', 'RoleBinding', 'PodDisruptionBudget']) expect(kinds).not.toContain(kind);
  expect(configOf(objects)).not.toContain('lease');
});

test('rules and dashboard are those of the tables', async () => {
  const objects = await template(...leastSettings, ...everything);
  const rules = parse(await readFile(join(chart, 'files/rules.yaml'), 'utf8')) as unknown;
  expect(ofKind(objects, 'PrometheusRule')['spec']).toEqual(rules);
  const board = JSON.parse(dataOf(objects, 'k8s-bind-dashboard', 'k8s-bind.json')) as unknown;
  expect(board).toEqual(JSON.parse(await readFile(join(chart, 'files/dashboard.json'), 'utf8')));
});

test('two daemons with the rights of the chart and its configuration publish, one at a time, and may do nothing else', async () => {
  const objects = await template(...leastSettings);
  const rights = ['ServiceAccount', 'ClusterRole', 'ClusterRoleBinding', 'Role', 'RoleBinding'];
  await cluster.apply(
    objects
      .filter(({ kind }) => rights.includes(kind))
      .map((object) => stringify(object))
      .join('---\n'),
  );
  const token = await cluster.kubectl('create', 'token', 'k8s-bind', '--namespace', 'dns');
  const kubeconfig = join(folder.path, 'kubeconfig');
  const edit = (...args: readonly string[]): Promise<string> =>
    cluster.kubectl('config', '--kubeconfig', kubeconfig, ...args);
  await edit('set-cluster', 'c', '--server', cluster.url, '--certificate-authority', cluster.caFile);
  await edit('set-credentials', 'u', '--token', token);
  await edit('set-context', 'x', '--cluster', 'c', '--user', 'u');
  await edit('use-context', 'x');

  await using named = await startNamed();
  const config = parse(configOf(objects)) as Record<string, unknown>;
  const file = join(folder.path, 'k8s-bind.yaml');
  const { listen: _listen, keyFile: _keyFile, server: _server, zone: _zone, ...rest } = config;
  await writeFile(file, stringify(rest));
  const args = ['--config', file, '--kubeconfig', kubeconfig];
  await using first = await startDaemon(named, 'k8s.example.', args);
  await using second = await startDaemon(named, 'k8s.example.', args);
  await first.ready();
  await second.ready();
  await cluster.kubectl('create', 'service', 'clusterip', 'web', '--tcp', '80');
  await waitFor('the Service answers', () => named.dig('web.k8s.example', 'A', '+short'), {
    until: (ip) => ip.startsWith('10.'),
  });
  expect(first.process.logs() + second.process.logs()).not.toMatch(/forbidden/i);

  const may = (...what: readonly string[]): Promise<string> =>
    run(['sh', '-c', '"$@" || true', 'sh', ...kubectlAs(kubeconfig), 'auth', 'can-i', ...what]);
  expect(await may('list', 'services', '--all-namespaces')).toContain('yes');
  expect(await may('list', 'secrets', '--all-namespaces')).toContain('no');
  expect(await may('update', 'services', '--all-namespaces')).toContain('no');
  expect(await may('get', 'leases.coordination.k8s.io', '--namespace', 'kube-system')).toContain('no');
});

const kubectlAs = (kubeconfig: string): readonly string[] => [
  controlPlanePrograms.program('kubectl'),
  '--kubeconfig',
  kubeconfig,
];
