import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { ZoneMemory } from '../../src/controller/zoneContext.ts';
import { createZoneMemory } from '../../src/daemon/createZoneMemory.ts';
import { serviceManifest } from '../support/cliZone.ts';
import { startDaemon } from '../support/daemon.ts';
import { type Named, startNamed } from '../support/named.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/temporaryFolder.ts';
import { createTestStore, type TestStore } from '../support/testStore.ts';
import { waitFor } from '../support/waitFor.ts';
import { startZoneDaemon, type ZoneDaemon } from '../support/zoneDaemon.ts';
import { editFrozenZone } from './editFrozenZone.ts';

describe('what a zone held at the end', () => {
  let named: Named;
  let temporary: TemporaryFolder;
  let problems: string[];
  let store: TestStore;
  beforeAll(async () => {
    named = await startNamed({ zones: [{ name: 'k8s.example' }] });
    temporary = await temporaryFolder('zone-memory');
  });
  afterAll(async () => {
    await temporary[Symbol.asyncDispose]();
    await named[Symbol.asyncDispose]();
  });
  beforeEach(() => {
    problems = [];
    store = createTestStore();
    for (const name of ['web', 'api', 'blog']) put(name, '10.96.0.1');
  });

  const folder = (): string => join(temporary.path, 'cache');
  const memory = (version = '1', at = folder()): ZoneMemory =>
    createZoneMemory({
      folder: at,
      place: 'k8s.example. 127.0.0.1 53',
      version,
      onProblem: (problem) => problems.push(problem),
    });
  const put = (name: string, clusterIP: string): void =>
    store.putObject('services', {
      metadata: { namespace: 'default', name, creationTimestamp: '2026-01-01T00:00:00Z' },
      spec: { clusterIP, clusterIPs: [clusterIP], ports: [{ name: 'http', port: 80 }] },
    });
  const start = (from: ZoneMemory = memory(), recallCheckMs = 1_000_000): ZoneDaemon =>
    startZoneDaemon(named, { store, memory: from, options: { recallCheckMs } });
  const modes = (daemon: ZoneDaemon): readonly string[] => daemon.of('read').map(({ mode }) => mode);
  /** All but the claim, which each start and each end writes, and the SOA. */
  const content = async (): Promise<readonly string[]> =>
    (await named.axfrText('k8s.example'))
      .split('\n')
      .filter((line) => line !== '' && !/^_k8s-bind\.|\sSOA\s/.test(line));
  const run = async (): Promise<void> => {
    const daemon = start();
    await daemon.settled();
    await daemon.stop();
  };
  const onlyFile = (): string => join(folder(), readdirSync(folder())[0] ?? '');

  test('spares the next start the reading of it, and nothing else', async () => {
    await run();
    const before = await content();
    expect(statSync(onlyFile()).mode & 0o777).toBe(0o600);
    expect(statSync(folder()).mode & 0o777).toBe(0o700);
    await using daemon = start();
    await daemon.settled();
    expect(modes(daemon)[0]).not.toBe('full');
    expect(modes(daemon)).not.toContain('full');
    expect(await content()).toEqual(before);
    expect(daemon.updates).toHaveLength(1);
    expect(daemon.loop.view.ownedRecords()).toBe(
      before.filter((line) => !/_k8s-bind|\sNS\s|^ns\./.test(line)).length,
    );
    put('shop', '10.96.0.7');
    await waitFor('the new one', () => named.dig('+short', 'shop.k8s.example', 'A'), {
      until: (text) => text.trim() === '10.96.0.7',
    });
    expect(modes(daemon)).not.toContain('full');
    expect(problems).toEqual([]);
    // It served this start, and is written anew at the end.
    expect(readdirSync(folder())).toEqual([]);
  });

  test('is brought up to date by what changed meanwhile, by us and by others', async () => {
    await run();
    put('web', '10.96.0.2');
    store.remove('default/api');
    await named.nsupdate(
      [
        'update add hand.k8s.example. 60 A 192.0.2.99',
        'update delete blog.default.svc.k8s.example. A',
        'update add blog.k8s.example. 60 TXT "mine"',
      ].join('\n'),
    );
    const daemon = start();
    await daemon.settled();
    expect(modes(daemon)[0]).toBe('incremental');
    const found = await content();
    await daemon.stop();

    // As it is after a start that reads everything.
    await rm(folder(), { recursive: true });
    await using other = start();
    await other.settled();
    expect(modes(other)[0]).toBe('full');
    expect(await content()).toEqual(found);
    expect(found.join('\n')).toMatch(/^hand\.k8s\.example\. 60 IN A 192\.0\.2\.99$/m);
    expect(found.join('\n')).toMatch(/^blog\.default\.svc\.k8s\.example\. \d+ IN A 10\.96\.0\.1$/m);
    expect(found.join('\n')).not.toMatch(/^api\./m);
    expect(found.join('\n')).toMatch(/^web\.k8s\.example\. \d+ IN A 10\.96\.0\.2$/m);
    expect(found.join('\n')).toMatch(/^blog\.k8s\.example\. 60 IN TXT "mine"$/m);
    await named.nsupdate('update delete hand.k8s.example.\nupdate delete blog.k8s.example. TXT');
  });

  test('says what a Service had that has changed or is gone, so that the zone is not read for it', async () => {
    // BIND sends changes alone only where they are shorter than the zone (max-ixfr-ratio).
    const ballast = Array.from({ length: 100 }, (_, at) => `h${at}.k8s.example. 60 A 192.0.2.99`);
    await named.nsupdate(ballast.map((record) => `update add ${record}`).join('\n'));
    await run();
    const before = await content();
    put('web', '10.96.0.2');
    store.remove('default/api');
    await using daemon = start();
    await daemon.settled();
    expect(modes(daemon)).not.toContain('full');
    const found = await content();
    expect(daemon.loop.view.ownedRecords()).toBe(
      found.filter((line) => !/_k8s-bind|\sNS\s|^ns\.|^h\d/.test(line)).length,
    );
    await daemon.stop();
    expect(found).not.toEqual(before);

    await rm(folder(), { recursive: true });
    await using other = start();
    await other.settled();
    expect(modes(other)[0]).toBe('full');
    expect(await content()).toEqual(found);
    expect(other.updates).toHaveLength(1);
    await named.nsupdate(ballast.map((record) => `update delete ${record.replace(' 60', '')}`).join('\n'));
  });

  test('is found wrong by the whole zone, where that was edited and kept its serial', async () => {
    await run();
    const before = await content();
    await named.rndc('freeze', 'k8s.example');
    await editFrozenZone(named, 'k8s.example', (text) => {
      const edited = text.replace('"1.1.0"', '"1.0.0"');
      expect(edited).not.toBe(text);
      return edited;
    });
    const serial = await named.serial('k8s.example');
    await named.rndc('thaw', 'k8s.example');
    await waitFor('the edited file is loaded', () => named.dig('+short', 'dns-version.k8s.example', 'TXT'), {
      until: (text) => text.trim() === '"1.0.0"',
    });
    expect(await named.serial('k8s.example')).toBe(serial);

    await using daemon = start(memory(), 300);
    await waitFor('the whole zone is read', () => modes(daemon).includes('full'));
    await daemon.settled();
    expect(modes(daemon)[0]).not.toBe('full');
    expect(await content()).toEqual(before);
  });

  const useless: readonly (readonly [string, () => void, string])[] = [
    ['is of another version', () => undefined, '2'],
    ['was cut', () => writeFileSync(onlyFile(), readFileSync(onlyFile()).subarray(0, -10)), '1'],
    [
      'was changed',
      () => writeFileSync(onlyFile(), readFileSync(onlyFile(), 'utf8').replace('10.', '11.')),
      '1',
    ],
    ['is empty', () => writeFileSync(onlyFile(), ''), '1'],
  ];
  test.for(useless)('is left aside where it %s', async ([, spoil, version]) => {
    await run();
    const before = await content();
    spoil();
    await using daemon = start(memory(version));
    await daemon.settled();
    expect(modes(daemon)[0]).toBe('full');
    expect(await content()).toEqual(before);
    expect(problems).toEqual([]);
  });

  test('is no pipe and no link to another file', async () => {
    await run();
    const path = onlyFile();
    for (const plant of [
      () => execFileSync('mkfifo', [path]),
      () => execFileSync('ln', ['-s', '/etc/hostname', path]),
    ]) {
      await rm(path);
      plant();
      const daemon = start();
      await daemon.settled();
      expect(modes(daemon)[0]).toBe('full');
      await daemon.stop();
      // What was planted is replaced, and what it led to is as it was.
      expect(statSync(path).isFile()).toBe(true);
      expect(readFileSync(path, 'utf8')).toContain('k8s.example.');
    }
    expect(problems).toHaveLength(2);
    expect(problems[0]).toMatch(
      /^Cannot read what is remembered of a zone in ".*": it is no regular file; the/,
    );
    expect(readFileSync('/etc/hostname', 'utf8')).not.toContain('k8s.example.');
  });

  test('that cannot be kept is one line, and costs nothing else', async () => {
    const file = join(temporary.path, 'file');
    writeFileSync(file, '');
    const daemon = start(memory('1', join(file, 'below')));
    await daemon.settled();
    const before = await content();
    await daemon.stop();
    expect(problems).toHaveLength(2);
    expect(problems[1]).toMatch(/^Cannot write what is remembered of a zone in ".*": ENOTDIR/);
    expect(await content()).toEqual(before);
  });
});

test('k8s-bind --cache-dir asks BIND for the changes alone after a restart, and for the whole zone soon after', async () => {
  await using named = await startNamed({ zones: [{ name: 'k8s.example' }, { name: 'other.example' }] });
  await using folder = await temporaryFolder('cache-dir');
  const manifests = join(folder.path, 'web.yaml');
  const web = serviceManifest('web', '10.96.0.1');
  writeFileSync(manifests, web);
  // BIND sends changes alone only where they are shorter than the zone (max-ixfr-ratio).
  const ballast = Array.from({ length: 200 }, (_, at) => `update add h${at}.k8s.example. 60 A 192.0.2.99`);
  await named.nsupdate(ballast.join('\n'));
  const cache = join(folder.path, 'cache');
  const args = ['--owner', 'test', '--manifests', manifests];
  /** How BIND says that it was asked for the zone, since the log was so long. */
  const asked = (from: number): readonly string[] =>
    [
      ...named
        .logs()
        .slice(from)
        .matchAll(/transfer of 'k8s\.example\/IN': ([AI]XFR) started/g),
    ].flatMap(([, how]) => how ?? []);
  const started = async (more: readonly string[]) => {
    const from = named.logs().length;
    const daemon = await startDaemon(named, 'k8s.example', [...args, ...more]);
    await daemon.ready();
    return { daemon, asked: () => asked(from) };
  };
  const first = await started(['--cache-dir', cache]);
  expect(first.asked()[0]).toBe('AXFR');
  await first.daemon.process.stop();
  const [file = '', ...others] = readdirSync(cache);
  expect(file).toMatch(/^k8s\.example\._127\.0\.0\.1_\d+_?-[0-9a-f]{16}\.zone$/);
  expect(others).toEqual([]);

  writeFileSync(manifests, `${web}---\n${serviceManifest('blog', '10.96.0.2')}`);
  const second = await started(['--cache-dir', cache]);
  expect(await named.dig('+short', 'blog.k8s.example', 'A')).toContain('10.96.0.2');
  expect(await named.dig('+short', 'web.k8s.example', 'A')).toContain('10.96.0.1');
  expect(second.asked()).toEqual(['IXFR']);
  await waitFor('the whole zone is read', () => second.asked().includes('AXFR'), { deadlineMs: 20_000 });
  await second.daemon.process.stop();

  // Without it nothing is read there and nothing written.
  const left = readFileSync(join(cache, file), 'utf8');
  const third = await started([]);
  expect(third.asked()[0]).toBe('AXFR');
  await third.daemon.process.stop();
  expect(readFileSync(join(cache, file), 'utf8')).toBe(left);
  expect(
    (await named.axfrText('other.example')).split('\n').filter((line) => / IN [A-Z]/.test(line)),
  ).toHaveLength(3);
});
