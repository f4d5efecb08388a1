import { afterEach, beforeEach, expect, test } from 'vitest';
import { type CliZone, cliZone, serviceManifest } from '../support/cliZone.ts';
import { type Named, startNamed } from '../support/named.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/temporaryFolder.ts';

let named: Named;
let folder: TemporaryFolder;
let zone: CliZone;
beforeEach(async () => {
  named = await startNamed({ zones: [{ name: 'k8s.example' }, { name: 'cluster.local' }] });
  folder = await temporaryFolder('cluster-domain');
  zone = cliZone(named, folder.path);
  zone.write('db.yaml', serviceManifest('db', '10.96.0.1', 'shop'));
  zone.write(
    'alias.yaml',
    `apiVersion: v1
kind: Service
metadata: {name: alias, namespace: default}
spec: {type: ExternalName, externalName: db.shop.svc.cluster.local}
`,
  );
});
afterEach(async () => {
  await named[Symbol.asyncDispose]();
  await folder[Symbol.asyncDispose]();
});

const ask = (name: string): Promise<string> => named.dig(name, 'A', '+short');

test('an ExternalName inside the cluster leads to the addresses that the zone has, with --cluster-domain alone', async () => {
  const without = await zone.command('run', '--once', '--log-format', 'json');
  expect(without.exitCode).toBe(0);
  expect(without.stdout + without.stderr).toContain('"code":"clusterOnlyTarget"');
  expect(await ask('alias.default.svc.k8s.example')).toBe('db.shop.svc.cluster.local.');

  const told = await zone.command(
    'run',
    '--once',
    '--log-format',
    'json',
    '--cluster-domain',
    'cluster.local',
  );
  expect(told.exitCode).toBe(0);
  expect(told.stdout + told.stderr).not.toContain('clusterOnlyTarget');
  for (const name of ['alias.default.svc.k8s.example', 'alias.k8s.example'])
    expect(await ask(name)).toBe('db.shop.svc.k8s.example.\n10.96.0.1');
  expect(await ask('db.shop.svc.k8s.example')).toBe('10.96.0.1');
});

test('with zone cluster.local a pod that asks for what its namespace lacks is not led to the Service of another', async () => {
  zone.write('webapp.yaml', serviceManifest('webapp', '10.96.0.2'));
  const { manifests } = zone;
  const fixed = ['--once', '--zone', 'cluster.local.', '--owner', 'test', '--manifests', manifests];
  const run = (...args: readonly string[]) => zone.bare('run', ...fixed, ...args);
  /** What a resolver finds by the search list that a pod has in its namespace. */
  const search = async (name: string, namespace: string): Promise<string> => {
    for (const domain of [`${namespace}.svc.cluster.local`, 'svc.cluster.local', 'cluster.local']) {
      const answer = await ask(`${name}.${domain}`);
      if (answer !== '') return answer;
    }
    return 'not found';
  };
  expect((await run()).exitCode).toBe(0);
  expect(await search('webapp', 'shop')).toBe('not found');
  expect(await search('webapp', 'default')).toBe('10.96.0.2');

  expect((await run('--short-names', 'default')).exitCode).toBe(0);
  expect(await search('webapp', 'shop')).toBe('10.96.0.2');
  expect((await run()).exitCode).toBe(0);
  expect(await search('webapp', 'shop')).toBe('not found');
  expect(await search('db', 'shop')).toBe('10.96.0.1');
});
