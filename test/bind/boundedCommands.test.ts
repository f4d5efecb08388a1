import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { EXIT_CODES } from '../../src/config/exitCodes.ts';
import { decodeQuestions } from '../../src/dns/decodeMessage.ts';
import { runCli } from '../support/cli.ts';
import { serviceManifest } from '../support/cliZone.ts';
import { freePort } from '../support/freePort.ts';
import { answers, type HostileApi, hangs, startHostileApi } from '../support/hostileApi.ts';
import { type HostileNameServer, startHostileNameServer } from '../support/hostileNameServer.ts';
import { type HostileRelay, type Query, startHostileRelay } from '../support/hostileRelay.ts';
import { type Named, startNamed } from '../support/named.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/temporaryFolder.ts';
import { makeTsigKey, writeTsigKey } from '../support/tsigKey.ts';

let named: Named;
let mute: HostileNameServer;
let api: HostileApi;
let forbidding: HostileApi;
let folder: TemporaryFolder;
let closedPort: number;
let otherKey: string;

beforeAll(async () => {
  named = await startNamed({
    zones: [{ name: 'k8s.example' }, { name: '96.10.in-addr.arpa' }, { name: 'static.example', update: '' }],
    statements:
      'zone "unloaded.example" { type primary; file "nowhere.db"; allow-update { key "k8s-bind"; }; allow-transfer { key "k8s-bind"; }; };',
  });
  mute = await startHostileNameServer(() => []);
  api = await startHostileApi([hangs]);
  forbidding = await startHostileApi([answers(403, '{"kind":"Status","message":"forbidden: no rights"}')]);
  folder = await temporaryFolder('bounded');
  writeFileSync(join(folder.path, 'web.yaml'), serviceManifest('web', '10.96.0.1'));
  writeFileSync(
    join(folder.path, 'kubeconfig'),
    '{apiVersion: v1, kind: Config, clusters: [], contexts: [], users: []}',
  );
  closedPort = await freePort();
  otherKey = (await writeTsigKey(folder.path, await makeTsigKey('other'))).file;
});
afterAll(async () => {
  await named[Symbol.asyncDispose]();
  await mute[Symbol.asyncDispose]();
  await api[Symbol.asyncDispose]();
  await forbidding[Symbol.asyncDispose]();
  await folder[Symbol.asyncDispose]();
});

const commands = {
  '--once': ['run', '--once'],
  plan: ['plan'],
  check: ['check'],
  export: ['export', 'zone'],
  adopt: ['adopt', '--yes'],
  purge: ['purge', '--yes'],
} as const;
type Name = keyof typeof commands;

type SetUp = {
  readonly zone?: string;
  readonly server?: () => string;
  readonly keyFile?: () => string;
  /** In place of manifests. */
  readonly cluster?: () => readonly string[];
};

const flagsOf = (name: Name, { zone, server, keyFile, cluster }: SetUp): readonly string[] => {
  const source = cluster?.() ?? ['--manifests', join(folder.path, 'web.yaml')];
  const nameServer = [
    '--server',
    server?.() ?? `${named.address}:${named.port}`,
    '--key-file',
    keyFile?.() ?? named.key().file,
  ];
  return [
    '--zone',
    zone ?? 'k8s.example.',
    '--timeout',
    '3s',
    ...(name === 'export' ? [] : [...nameServer, '--owner', 'test']),
    ...(name === 'purge' ? [] : source),
  ];
};

type Codes = Readonly<Partial<Record<Name, number>>>;
/** BIND refuses; the API is not asked, so export has what it needs. */
const refused: Codes = { '--once': 5, plan: 5, check: 7, export: 0, adopt: 5, purge: 5 };
const unreachable: Codes = { ...refused, '--once': 6, plan: 6, adopt: 6, purge: 6 };
const noCluster: Codes = { '--once': 6, plan: 6, check: 7, export: 6, adopt: 6 };

const setUps: readonly (readonly [string, SetUp, Codes])[] = [
  ['another key', { keyFile: () => otherKey }, refused],
  // It can be read, so a plan has changes and nothing is there to be purged.
  ['a static zone', { zone: 'static.example.' }, { ...refused, plan: 2, purge: 0 }],
  ['a zone that is not there', { zone: 'missing.example.' }, refused],
  ['a zone that is not loaded', { zone: 'unloaded.example.' }, refused],
  ['a port where nobody listens', { server: () => `127.0.0.1:${closedPort}` }, unreachable],
  [
    'a port that takes connections and never answers',
    { server: () => `${mute.host}:${mute.port}` },
    unreachable,
  ],
  [
    'an API server that is away',
    { cluster: () => ['--master', `http://127.0.0.1:${closedPort}`] },
    noCluster,
  ],
  ['an API server that never answers', { cluster: () => ['--master', api.url] }, noCluster],
  ['an API server that forbids everything', { cluster: () => ['--master', forbidding.url] }, noCluster],
  [
    'a context that is not there',
    { cluster: () => ['--kubeconfig', join(folder.path, 'kubeconfig'), '--context', 'nope'] },
    { '--once': 2, plan: 2, check: 7, export: 2, adopt: 2 },
  ],
];

describe('where only a reverse zone is not answered', () => {
  let relay: HostileRelay;
  beforeAll(async () => {
    relay = await startHostileRelay(named);
  });
  afterAll(async () => await relay[Symbol.asyncDispose]());

  const reverse = (): readonly string[] => [
    ...flagsOf('check', { server: () => `127.0.0.1:${relay.port}` }),
    '--reverse',
    '10.96.0.0/16',
  ];
  const loses = (isLost: (query: Query) => boolean): void =>
    relay.misbehave((query) => {
      const decoded = decodeQuestions(query.octets);
      const name = decoded.kind === 'malformed' ? '' : (decoded.questions[0]?.name ?? '');
      return { kind: name.endsWith('in-addr.arpa.') && isLost(query) ? 'lose' : 'pass' };
    });

  test('check says of it that it was late, and of the forward zone what it found', async () => {
    loses(() => true);
    const { exitCode, stdout } = await runCli(['check', ...reverse()]);
    expect(exitCode).toBe(EXIT_CODES.faults.code);
    expect(stdout).toMatch(/^error +reverse .*no answer within 1\.5 s/m);
    expect(stdout).not.toMatch(/^error +server /m);
  });

  test('check names the reverse zone that was late, and no other', async () => {
    loses(({ what }) => what === 'transfer');
    const { exitCode, stdout } = await runCli(['check', ...reverse()]);
    expect(exitCode).toBe(EXIT_CODES.faults.code);
    const late = stdout.split('\n').filter((line) => line.includes('in time'));
    expect(late).toHaveLength(1);
    expect(late[0]).toContain('no answer about zone "96.10.in-addr.arpa."');
  });

  test('plan says so too', async () => {
    loses(() => true);
    const { exitCode, stderr } = await runCli(['plan', ...reverse()]);
    expect(exitCode).toBe(EXIT_CODES.unreachable.code);
    expect(stderr).toContain('Cannot ask for the reverse zones: no answer within 1.5 s');
  });
});

/** Three seconds, and much for starting five programs at once on a busy machine. */
const inTimeMs = 20_000;

describe.each(setUps)('with %s', (_name, setUp, codes) => {
  test.concurrent.each(Object.entries(codes) as readonly (readonly [Name, number])[])(
    '%s ends in time, with exit code %i and one line',
    async (name, code) => {
      const startedMs = performance.now();
      const { exitCode, stdout, stderr } = await runCli([...commands[name], ...flagsOf(name, setUp)]);
      const tookMs = performance.now() - startedMs;
      expect({ exitCode, stdout, stderr }).toMatchObject({ exitCode: code });
      expect(tookMs).toBeLessThan(inTimeMs);
      expect(`${stdout}${stderr}`).not.toMatch(/^ +at /m);
      const lines = stderr.split('\n').filter((line) => line !== '');
      const isEnd = (line: string) => line.startsWith('k8s-bind: ') || line.startsWith('{"level":"error"');
      const isGood =
        code === 0 || (name === 'plan' && code === EXIT_CODES.changes.code && setUp.cluster === undefined);
      const ends = lines.filter(isEnd).length;
      if (name === 'check') expect(ends).toBeLessThanOrEqual(1);
      else expect({ stderr, ends }).toMatchObject({ ends: isGood ? 0 : 1 });
      expect(lines.filter((line) => line.startsWith('  fix: ')).length).toBeLessThanOrEqual(1);
      // What else --once says are the lines of its log.
      expect(
        lines.filter((line) => !isEnd(line) && !line.startsWith('  fix: ') && !line.startsWith('{')),
      ).toEqual([]);
      if (name === 'check') expect(stdout).toMatch(/^error /m);
    },
  );
});
