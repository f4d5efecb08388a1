import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runCli } from '../support/cli.ts';
import { guideBlock } from '../support/guideBlock.ts';
import { startNamed } from '../support/named.ts';

const folder = join(import.meta.dirname, 'upgrade');
const read = (file: string): string => readFileSync(join(folder, file), 'utf8');
const zones = [
  { name: 'k8s.example', text: read('forward.db') },
  { name: '10.in-addr.arpa', text: read('reverse.db') },
];

test('the guide to upgrades looks at a zone of the version before, and nothing changes by that', async () => {
  await using named = await startNamed({ zones });
  const here = [
    '--server',
    `${named.address}:${named.port}`,
    '--key-file',
    named.key().file,
    '--manifests',
    join(folder, 'manifests.yaml'),
  ];
  const zonesNow = (): Promise<readonly string[]> =>
    Promise.all(zones.map(({ name }) => named.axfrText(name)));
  const before = await zonesNow();
  const [check, plan] = guideBlock('upgrade.md', 'sh look')
    .replaceAll('/etc/k8s-bind/k8s-bind.yaml', join(folder, 'config.yaml'))
    .trimEnd()
    .split('\n')
    .map((line) => runCli([...line.split(' ').slice(1), ...here]));

  const checked = await check;
  expect(checked?.exitCode, checked?.stdout).toBe(0);
  expect(checked?.stdout.match(/^ok {7}claim {6}the zone is ours$/gm)).toHaveLength(2);
  const planned = await plan;
  expect(planned?.exitCode).toBe(2);
  expect(planned?.stdout).toContain(`\n${guideBlock('upgrade.md', 'text plan')}`);
  expect(await zonesNow()).toEqual(before);

  // Once the new version has run, there is nothing left to do.
  expect(await runCli(['run', '--once', '--config', join(folder, 'config.yaml'), ...here])).toMatchObject({
    exitCode: 0,
  });
  const after = await runCli(['plan', '--config', join(folder, 'config.yaml'), ...here]);
  expect(after).toMatchObject({ exitCode: 0 });
  expect(after.stdout).not.toMatch(/ to add/);

  // With another owner nothing is written, and it says whose the zone is.
  const written = await zonesNow();
  const stranger = await runCli([
    'run',
    '--once',
    '--config',
    join(folder, 'config.yaml'),
    '--owner',
    'stranger',
    ...here,
  ]);
  expect(stranger.exitCode).toBe(3);
  expect(stranger.stderr).toContain('it belongs to owner upgrade');
  expect(await zonesNow()).toEqual(written);
}, 180_000);
