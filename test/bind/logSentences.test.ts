import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type CliZone, cliZone, serviceManifest } from '../support/cliZone.ts';
import { type Named, startNamed } from '../support/named.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/temporaryFolder.ts';

let named: Named;
let folder: TemporaryFolder;
let zone: CliZone;
beforeEach(async () => {
  named = await startNamed();
  folder = await temporaryFolder('log-sentences');
  zone = cliZone(named, folder.path);
});
afterEach(async () => {
  await named[Symbol.asyncDispose]();
  await folder[Symbol.asyncDispose]();
});

/** What one run says for people, without the time of day. */
const said = async (): Promise<readonly string[]> => {
  const { stderr } = await zone.command('run', '--once', '--log-format', 'pretty');
  return stderr
    .trim()
    .split('\n')
    .map((line) => line.replace(/^\S+ \w+ +/, ''));
};

test('what is published, changed and withdrawn is said in words, with what it was for, and nothing of a neighbour', async () => {
  zone.write('neighbour.yaml', serviceManifest('neighbour', '10.96.0.9'));
  await said();
  zone.write('web.yaml', serviceManifest('web', '10.96.0.1'));
  const first = await said();
  expect(first).toContain('published web.k8s.example A 10.96.0.1 (default/web)');
  expect(first).toContain('published web.default.svc.k8s.example A 10.96.0.1 (default/web)');

  zone.write('web.yaml', serviceManifest('web', '10.96.0.2'));
  expect(await said()).toContain('changed web.k8s.example A with 10.96.0.2, without 10.96.0.1 (default/web)');

  rmSync(join(zone.manifests, 'web.yaml'));
  const last = await said();
  expect(last).toContain('withdrawn web.k8s.example A 10.96.0.2 (default/web)');
  expect([...first, ...last].join('\n')).not.toContain('neighbour');
  expect(await named.dig('web.k8s.example', 'A', '+short')).toBe('');
  expect(await named.dig('neighbour.k8s.example', 'A', '+short')).toBe('10.96.0.9');
});

test('of many changes five are shown, the others counted; the end has the true number of records and Services', async () => {
  for (let index = 0; index < 40; index += 1)
    zone.write(`s${index}.yaml`, serviceManifest(`s${index}`, `10.96.1.${index + 1}`));
  const lines = await said();
  const shown = lines.filter((line) => line.startsWith('published '));
  const more = lines.flatMap((line) => {
    const [, count] = /^and (\d+) more in this update: \d+ records added, 0 removed$/.exec(line) ?? [];
    return count === undefined ? [] : [Number(count)];
  });
  expect(more.length).toBeGreaterThan(0);
  expect(shown.length).toBeLessThanOrEqual((more.length + 1) * 5);
  const end = lines.find((line) => line.includes('is in step'));
  const [, records] =
    /^k8s\.example\. is in step: ([\d,]+) records of 40 Services, serial \d+, in \d+\.\d s$/.exec(
      end ?? '',
    ) ?? [undefined, 'none'];
  // Every RRset of these has one record.
  expect(shown.length + more.reduce((sum, count) => sum + count, 0)).toBe(Number(records));
  const zoneText = await named.axfrText('k8s.example');
  const ofServices = zoneText.split('\n').filter((line) => /^\S*s\d+\..*\s(A|SRV)\s/.test(line)).length;
  const version = zoneText.split('\n').filter((line) => line.startsWith('dns-version.')).length;
  expect({ ofServices, version }).toEqual({ ofServices: Number(records) - 1, version: 1 });
});

test('the lines for programs keep their message and have the changes as a list', async () => {
  zone.write('web.yaml', serviceManifest('web', '10.96.0.1'));
  const { stderr } = await zone.command('run', '--once', '--log-format', 'json');
  const lines = stderr
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(lines.find(({ message }) => message === 'Zone updated')).toMatchObject({
    changes: expect.arrayContaining(['published web.k8s.example A 10.96.0.1 (default/web)']),
    removed: 0,
  });
  expect(lines.find(({ message }) => message === 'Zone in step')).toMatchObject({ services: 1, objects: 0 });
});

test('a first sync of many messages says how far it is, and does not list thousands of names', async () => {
  const services = Array.from({ length: 4000 }, (_, index) =>
    serviceManifest(
      `s${index}`,
      `10.${100 + Math.floor(index / 62_500)}.${Math.floor(index / 250) % 250}.${(index % 250) + 1}`,
    ),
  );
  writeFileSync(join(zone.manifests, 'all.yaml'), services.join('---\n'));
  expect(readdirSync(zone.manifests)).toEqual(['all.yaml']);
  const lines = await said();
  expect(lines.filter((line) => line.startsWith('published ')).length).toBeLessThanOrEqual(100);
  expect(lines.length).toBeLessThan(200);
  expect(lines.some((line) => /is in step: [\d,]+ records of 4,000 Services/.test(line))).toBe(true);
  const progress = lines.filter((line) => line.includes('is being written'));
  for (const line of progress)
    expect(line).toMatch(/^k8s\.example\. is being written: [\d,]+ of [\d,]+ names and Services, \d+ %$/);
});
