import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runCli } from '../support/cli.ts';
import { serviceManifest } from '../support/cliZone.ts';
import { startConfiguredDaemon } from '../support/daemon.ts';
import { guideBlock, guideBlocks } from '../support/guideBlock.ts';
import { type Named, startNamed } from '../support/named.ts';
import { run } from '../support/process.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';
import { waitFor } from '../support/waitFor.ts';

const guide = 'several-servers.md';
const zoneText = `$TTL 300
@    SOA  ns1 hostmaster ( 1 3600 600 86400 5 )
     NS   ns1
ns1  A    192.0.2.53
www  A    192.0.2.80
`;

test('the guide to several servers does what it says, also while one of them is away', async () => {
  expect(guideBlocks(guide)).toEqual([
    'named.conf primary',
    'named.conf secondary',
    'yaml k8s-bind.yaml',
    'sh check',
    'sh questions',
  ]);
  await using north = await startNamed({ zones: [] });
  const key = north.key();
  await using south = await startNamed({ zones: [], keys: [key] });
  await using secondary = await startNamed({ zones: [], keys: [key] });
  await using folder = await temporaryFolder('several-servers');
  const places = [
    ['192.0.2.53', north],
    ['192.0.2.54', secondary],
    ['198.51.100.53', south],
  ] as const;
  /** In named.conf a port is a word of its own, in our configuration it stands behind a colon. */
  const here = (text: string, port: (server: Named) => string): string =>
    places.reduce((all, [address, server]) => all.replaceAll(address, port(server)), text);
  const block = async (server: Named, name: string): Promise<void> => {
    await mkdir(join(server.folder, 'zones'), { recursive: true });
    const text = here(guideBlock(guide, name), ({ address, port }) => `${address} port ${port}`)
      .replaceAll('/var/lib/bind', join(server.folder, 'zones'))
      .replaceAll('/var/cache/bind', server.folder);
    if (name === 'named.conf primary')
      await writeFile(join(server.folder, 'zones', 'k8s.example.zone'), zoneText);
    await server.reconfigure({ statements: text });
  };
  await block(secondary, 'named.conf secondary');
  await block(north, 'named.conf primary');
  await block(south, 'named.conf primary');

  const manifests = join(folder.path, 'manifests');
  const put = (address: string): Promise<void> =>
    writeFile(join(manifests, 'web.yaml'), serviceManifest('web', address));
  await mkdir(manifests);
  await put('10.96.0.1');
  const config = join(folder.path, 'k8s-bind.yaml');
  const text = here(guideBlock(guide, 'yaml k8s-bind.yaml'), ({ address, port }) => `"${address}:${port}"`);
  await writeFile(
    config,
    `${text.replaceAll('/etc/bind/k8s-bind.key', key.file)}manifests: manifests\nowner: test\n`,
  );

  const ask = (server: Named, name: string): Promise<string> => server.dig('+short', name);
  const answers = async (): Promise<string> =>
    (await Promise.all([north, secondary, south].map((server) => ask(server, 'web.k8s.example'))))
      .map((answer) => answer.trim())
      .join(' ');
  const checked = await runCli([
    ...guideBlock(guide, 'sh check').trim().split(' ').slice(1, 2),
    '--config',
    config,
  ]);
  expect(checked.exitCode, checked.stdout).toBe(0);

  await using daemon = await startConfiguredDaemon(config);
  await daemon.ready();
  await waitFor('all three answer', answers, { until: (all) => all === '10.96.0.1 10.96.0.1 10.96.0.1' });
  const questions = here(guideBlock(guide, 'sh questions'), ({ address, port }) => `${address} -p ${port}`);
  expect(await run(['sh', '-ec', questions])).toBe('10.96.0.1\n10.96.0.1\n10.96.0.1');

  await south.stop();
  await put('10.96.0.2');
  const two = async (): Promise<string> =>
    `${(await ask(north, 'web.k8s.example')).trim()} ${(await ask(secondary, 'web.k8s.example')).trim()}`;
  await waitFor('the others have the change', two, { until: (all) => all === '10.96.0.2 10.96.0.2' });
  await south.start();
  await waitFor('it is back', answers, { until: (all) => all === '10.96.0.2 10.96.0.2 10.96.0.2' });
  for (const server of [north, secondary, south])
    expect((await ask(server, 'www.k8s.example')).trim()).toBe('192.0.2.80');
  expect((await secondary.axfrText('k8s.example', { keyFile: key.file })).split('\n')).toEqual(
    (await north.axfrText('k8s.example', { keyFile: key.file })).split('\n'),
  );
});
