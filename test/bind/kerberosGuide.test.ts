import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runCli } from '../support/cli.ts';
import { serviceManifest } from '../support/cliZone.ts';
import { guideBlock, guideBlocks } from '../support/guideBlock.ts';
import { startKerberos } from '../support/kerberos.ts';
import { startNamed } from '../support/named.ts';

const guide = 'kerberos.md';

test('the guide to Kerberos does what it says, with a ticket and without one', async () => {
  expect(guideBlocks(guide)).toEqual([
    'kadmin principals',
    'named.conf options',
    'named.conf zone',
    'yaml k8s-bind.yaml',
    'systemd drop-in',
    'sh check',
  ]);
  await using kerberos = await startKerberos();
  const { folder, env } = kerberos;
  const here = (text: string): string =>
    text.replaceAll(/\/etc\/(?:bind|k8s-bind)|\/run\/k8s-bind|\/var\/lib\/bind/g, folder);
  await kerberos.administer(here(guideBlock(guide, 'kadmin principals')));
  await writeFile(
    join(folder, 'k8s.example.zone'),
    '$TTL 300\n@ SOA ns hostmaster 1 3600 600 86400 5\n@ NS ns\nns A 127.0.0.1\nwww A 192.0.2.80\n',
  );
  await using named = await startNamed({
    commandPrefix: ['env', `KRB5_CONFIG=${env.KRB5_CONFIG}`],
    options: here(guideBlock(guide, 'named.conf options')),
    zones: [],
    statements: here(guideBlock(guide, 'named.conf zone')),
  });
  const manifests = join(folder, 'manifests');
  await mkdir(manifests);
  const config = join(folder, 'k8s-bind.yaml');
  await writeFile(
    config,
    `${guideBlock(guide, 'yaml k8s-bind.yaml')}server: ${named.address}:${named.port}\nmanifests: manifests\n`,
  );
  const dropIn = here(guideBlock(guide, 'systemd drop-in'));
  const ticket = Object.fromEntries(
    [...dropIn.matchAll(/^Environment=(\w+)=(.*)$/gm)].map(([, name = '', value = '']) => [name, value]),
  );
  expect(Object.keys(ticket)).toEqual(['KRB5_CLIENT_KTNAME', 'KRB5CCNAME']);
  const command = (words: readonly string[], more: Record<string, string> = ticket) =>
    runCli([...words, '--config', config], { env: { ...env, ...more } });
  const web = (): Promise<string> => named.dig('+short', 'web.k8s.example');

  await writeFile(join(manifests, 'web.yaml'), serviceManifest('web', '10.96.0.1'));
  expect(here(guideBlock(guide, 'sh check')).trim()).toBe(`k8s-bind check --config ${config}`);
  const checked = await command(['check']);
  expect(checked.exitCode, checked.stdout).toBe(0);
  expect(checked.stdout).toContain('the Kerberos principal of this host is accepted');

  expect(await command(['run', '--once'])).toMatchObject({ exitCode: 0 });
  expect(await web()).toBe('10.96.0.1');
  await writeFile(join(manifests, 'web.yaml'), serviceManifest('web', '10.96.0.2'));
  expect(await command(['run', '--once'])).toMatchObject({ exitCode: 0 });
  expect(await web()).toBe('10.96.0.2');
  expect(await named.dig('+short', 'www.k8s.example')).toBe('192.0.2.80');

  // Without a ticket nothing is written, and it says what is needed.
  await writeFile(join(manifests, 'web.yaml'), serviceManifest('web', '10.96.0.3'));
  const without = {
    KRB5CCNAME: `FILE:${join(folder, 'none')}`,
    KRB5_CLIENT_KTNAME: join(folder, 'no.keytab'),
  };
  const refused = await command(['check'], without);
  expect(refused.exitCode).toBe(7);
  expect(refused.stdout).toMatch(
    /^error {4}key {8}Cannot sign by Kerberos for \S+ and zone "k8s\.example\.": found .*, needed a ticket\n {20}fix: KRB5_CLIENT_KTNAME=KEYTAB/m,
  );
  expect(await command(['run', '--once', '--timeout', '5s'], without)).toMatchObject({ exitCode: 5 });
  expect(await web()).toBe('10.96.0.2');

  // A principal that BIND does not know is refused.
  await kerberos.administer(`addprinc -randkey mallory\nktadd -k ${folder}/mallory.keytab mallory`);
  const mallory = {
    KRB5CCNAME: `FILE:${join(folder, 'mallory')}`,
    KRB5_CLIENT_KTNAME: join(folder, 'mallory.keytab'),
  };
  const other = await command(['check'], mallory);
  expect(other.exitCode).toBe(7);
  expect(other.stdout).toMatch(/^error {4}update /m);
  expect(await web()).toBe('10.96.0.2');
});
