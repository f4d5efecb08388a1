import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runCli } from '../support/cli.ts';
import { serviceManifest } from '../support/cliZone.ts';
import { guideBlock } from '../support/guideBlock.ts';
import { startNamed } from '../support/named.ts';
import { run } from '../support/process.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';

const file = join(import.meta.dirname, '../../docs/guides/troubleshooting.md');
const shown = [...readFileSync(file, 'utf8').matchAll(/^```\n\$ k8s-bind (.*)\n([\s\S]*?)^```$/gm)].map(
  ([, command = '', lines = '']) => ({ command, lines }),
);

const manifests = `${serviceManifest('webapp', '10.96.80.80')}---${serviceManifest('printer', '10.96.0.8')}---${serviceManifest('api', '10.96.0.7', 'shop')}
---
apiVersion: v1
kind: Service
metadata: { name: db, namespace: default }
spec: { clusterIP: None }
`;

test('each command of the troubleshooting guide says what stands there, and writes nothing', async () => {
  expect(shown.map(({ command }) => command.split(' ')[0])).toEqual(['why', 'why', 'why', 'why', 'check']);
  await using named = await startNamed();
  await using folder = await temporaryFolder('troubleshooting');
  await named.nsupdate('update add printer.k8s.example. 60 A 192.0.2.1');
  const objects = join(folder.path, 'manifests');
  mkdirSync(objects);
  writeFileSync(join(objects, 'all.yaml'), manifests);
  const server = `${named.address}:${named.port}`;
  const here = ['--zone', 'k8s.example', '--server', server, '--key-file', named.key().file];
  const said = (words: readonly string[]) => runCli([...words, ...here, '--manifests', objects]);
  expect(await said(['run', '--once'])).toMatchObject({ exitCode: 0 });
  const before = await named.axfrText('k8s.example');

  for (const { command, lines } of shown) {
    if (command === 'check') await named.rndc('freeze', 'k8s.example');
    const { stdout, exitCode } = await said(command.split(' '));
    expect(exitCode, command).toBe(7);
    const found = stdout.replaceAll(server, '127.0.0.1:53').split('\n');
    for (const line of lines.trimEnd().split('\n')) expect(found, command).toContain(line);
  }
  expect(await said(['why', 'webapp.k8s.example'])).toMatchObject({
    exitCode: 0,
    stdout: expect.stringMatching(/: answered as it should be\n/),
  });
  expect(await named.axfrText('k8s.example')).toBe(before);
});

test('BIND takes the logging that the guide shows', async () => {
  await using folder = await temporaryFolder('troubleshooting');
  const conf = join(folder.path, 'named.conf');
  writeFileSync(conf, guideBlock('troubleshooting.md', 'named.conf logging'));
  expect(await run(['named-checkconf', conf])).toBe('');
});
