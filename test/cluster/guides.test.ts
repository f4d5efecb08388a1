import { globSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { type SourceName, sourceNames } from '../../src/model/sourceName.ts';
import { runCli } from '../support/cli.ts';
import { type ControlPlane, startControlPlane } from '../support/controlPlane.ts';
import { installCustomResources } from '../support/customResources.ts';
import { startDaemon } from '../support/daemon.ts';
import { type Named, startNamed } from '../support/named.ts';
import { type Guide, type Question, readGuide } from '../support/readGuide.ts';
import { waitFor } from '../support/waitFor.ts';

/*
 * The guide of each source, followed to the letter: its example is applied, the daemon has its configuration
 * and no right more than its sources need, and BIND is asked what the guide asks.
 */

const root = join(import.meta.dirname, '../..');
const guides = [
  'services',
  'gateway',
  'ingress',
  'dnsendpoint',
  'nodes',
  'pods',
  'imports',
  'load-balancers',
  'routed-pods',
];
const zones = [
  'k8s.example',
  'clusterset.example',
  '2.0.192.in-addr.arpa',
  '244.10.in-addr.arpa',
  '42.10.in-addr.arpa',
];

let cluster: ControlPlane;

beforeAll(async () => {
  cluster = await startControlPlane();
  await installCustomResources(cluster, 'gateway-api', 'external-dns', 'mcs-api');
});
afterAll(() => cluster[Symbol.asyncDispose]());

test('every source and every example has a guide', () => {
  const read = guides.map(readGuide);
  expect(sourceNames.filter((name) => !read.flatMap(sourcesOf).includes(name))).toEqual([]);
  const examples = globSync('config/examples/!(*.config).yaml', { cwd: root });
  expect(read.flatMap((guide) => guide.examples).sort()).toEqual(examples.sort());
});

test.each(guides)('the guide of %s gives the answers that it shows', async (name) => {
  const guide = readGuide(name);
  expect(guide.questions.length).toBeGreaterThan(1);
  await using named = await startNamed({ zones: zones.map((zone) => zoneWith(zone, guide)) });
  for (const zone of zones) await named.nsupdate(`update add neighbour.${zone} 60 TXT "by hand"`);
  const config = join(cluster.folder, `${name}.yaml`);
  await writeFile(config, guide.config);
  await allowOnly(config);
  const args = ['--config', config, '--kubeconfig', cluster.users.stranger.kubeconfig];
  await using daemon = await startDaemon(named, undefined, args);
  await daemon.ready();
  const before = await withoutMarks(named);

  const files = guide.examples.map((file) => join(root, file));
  for (const file of files) await applyWithStatus(file);
  for (const question of guide.questions) await getsItsAnswer(named, question);

  for (const file of files) await deleteAll(file);
  const until = (found: readonly string[]): boolean => found.join() === before.join();
  await waitFor('the zones are as they were', () => withoutMarks(named), { until });
});

const zoneWith = (name: string, { grant }: Guide) => ({
  name,
  ...(grant && { update: `update-policy { ${grant} grant hand zonesub ANY; };` }),
});

const sourcesOf = ({ config }: Guide): readonly SourceName[] => {
  const { sources, zones: entries = [] } = parse(config) as Config;
  const named = [sources, ...entries.map((entry) => entry.sources)].flatMap((list) => list ?? []);
  return [...new Set<SourceName>(['service', ...named])];
};

interface Config {
  readonly sources?: readonly SourceName[];
  readonly zones?: readonly { readonly sources?: readonly SourceName[] }[];
}

/** Gives the user of the daemon what `init` asks for, and takes away what others needed. */
const allowOnly = async (config: string): Promise<void> => {
  const folder = join(cluster.folder, basename(config, '.yaml'));
  const made = await runCli(['init', '--config', config, '--write', folder]);
  expect(made.exitCode, made.stderr).toBe(0);
  const [role] = objectsOf(join(folder, 'rbac.yaml')).filter(({ kind }) => kind === 'ClusterRole');
  const meta = { name: 'guide' };
  const roleRef = { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: meta.name };
  const subjects = [{ kind: 'User', name: 'stranger', apiGroup: roleRef.apiGroup }];
  const binding = { apiVersion: `${roleRef.apiGroup}/v1`, kind: 'ClusterRoleBinding', metadata: meta };
  const objects = [
    { ...role, metadata: meta },
    { ...binding, roleRef, subjects },
  ];
  await cluster.apply(objects.map((object) => JSON.stringify(object)).join('\n---\n'));
};

interface ExampleObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly status?: object;
}

const objectsOf = (file: string): readonly ExampleObject[] =>
  parseAllDocuments(readFileSync(file, 'utf8'))
    .flat()
    .map((document) => document.toJS() as ExampleObject);

/** What `kubectl apply` leaves out is written as a controller or a kubelet writes it. */
const applyWithStatus = async (file: string): Promise<void> => {
  await cluster.kubectl('apply', '-f', file);
  for (const object of objectsOf(file)) {
    if (object.status === undefined) continue;
    const patch = `--patch=${JSON.stringify({ status: object.status })}`;
    await cluster.kubectl('patch', ...nameOf(object), '--subresource=status', '--type=merge', patch);
  }
};

/** But for namespaces, which end only where a controller empties them. */
const deleteAll = async (file: string): Promise<void> => {
  for (const object of objectsOf(file))
    if (object.kind !== 'Namespace') await cluster.kubectl('delete', '--now', ...nameOf(object));
};

const nameOf = ({ apiVersion, kind, metadata }: ExampleObject): readonly string[] => {
  const [version = '', group] = apiVersion.split('/').reverse();
  const type = group === undefined ? kind : `${kind}.${version}.${group}`;
  return [type, metadata.name, ...(metadata.namespace ? [`--namespace=${metadata.namespace}`] : [])];
};

const getsItsAnswer = async (named: Named, { args, answer }: Question): Promise<void> => {
  const wanted = [...answer].sort().join('\n');
  const ask = async (): Promise<string> => [...linesOf(await named.dig('+short', ...args))].sort().join('\n');
  const what = `dig ${args.join(' ')} answers "${wanted}"`;
  await waitFor(what, ask, { until: (found) => found === wanted });
};

/** All that stands in the zones, but for claims, marks, the version of the specification and serials. */
const withoutMarks = async (named: Named): Promise<readonly string[]> => {
  const texts = await Promise.all(zones.map((zone) => named.axfrText(zone)));
  return linesOf(texts.join('\n')).filter((line) => !/_k8s-bind|^dns-version|\sSOA\s/.test(line));
};

const linesOf = (text: string): readonly string[] => text.split('\n').filter((line) => line !== '');
