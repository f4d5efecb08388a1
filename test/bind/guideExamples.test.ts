import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runCli } from '../support/cli.ts';
import { startNamed } from '../support/named.ts';

const root = join(import.meta.dirname, '../..');
const textOf = (path: string): string => readFileSync(join(root, path), 'utf8');

/** The block ```zone NAME of a guide. */
const zoneBlock = (guide: string, name: string): string => {
  const block = new RegExp(`^\`\`\`zone ${name}\\n([\\s\\S]*?)^\`\`\`$`, 'm').exec(textOf(guide))?.[1];
  if (block === undefined) throw new Error(`Cannot find the zone "${name}" in ${guide}`);
  return block;
};

/** Each record of a zone file on one line, with its whole name, without what no guide shows. */
const recordsOf = (text: string): readonly string[] => {
  const origin = /^\$ORIGIN (\S+)$/m.exec(text)?.[1] ?? '';
  return text
    .split('\n')
    .filter((line) => / IN /.test(line) && !/ IN (SOA|NS)\s|_k8s-bind|^ns\./.test(line))
    .map((line) => {
      const [owner = '', ...rest] = line.split(/\s+/);
      return [owner.endsWith('.') ? owner : `${owner}.${origin}`, ...rest].join(' ');
    })
    .sort();
};

const guides = [
  {
    guide: 'docs/guides/ingress.md',
    example: 'ingress',
    zones: ['k8s.example'],
    left: /^ *> (Cannot publish .*)$/m,
  },
  {
    guide: 'docs/guides/imports.md',
    example: 'import',
    zones: ['clusterset.example', '42.10.in-addr.arpa'],
    left: undefined,
  },
] as const;

test.each(guides)('$guide says what its example makes', async ({ guide, example, zones, left }) => {
  const files = ['--config', join(root, `config/examples/${example}.config.yaml`)];
  const source = [...files, '--manifests', join(root, `config/examples/${example}.yaml`)];
  const { exitCode, stdout, stderr } = await runCli(['export', 'zone', ...source]);
  expect(exitCode).toBe(0);
  expect(stdout).toBe(zoneBlock(guide, example));
  expect(stderr).toBe(left === undefined ? '' : `k8s-bind: ${left.exec(textOf(guide))?.[1]}\n`);

  await using named = await startNamed({ zones: zones.map((name) => ({ name })) });
  const server = ['--server', `${named.address}:${named.port}`, '--key-file', named.key().file];
  const run = await runCli(['run', '--once', '--owner', 'guide', ...source, ...server]);
  expect(run.exitCode, run.stderr).toBe(0);
  const written = await Promise.all(zones.map((name) => named.axfrText(name)));
  expect(written.flatMap(recordsOf).sort()).toEqual(recordsOf(stdout));

  const plan = await runCli(['plan', '--owner', 'guide', ...source, ...server]);
  expect(plan.exitCode, plan.stdout).toBe(0);
});

test.each(guides)('$guide shows the configuration as it is in its example', ({ guide, example }) => {
  const shown = [...textOf(guide).matchAll(/^```yaml\n([\s\S]*?)^```$/gm)].flatMap(([, text = '']) =>
    text.split('\n').map((line) => line.replace(/ #.*$/, '')),
  );
  const config = textOf(`config/examples/${example}.config.yaml`).split('\n');
  expect(shown.length).toBeGreaterThan(3);
  expect(shown.filter((line) => !config.includes(line))).toEqual([]);
});
