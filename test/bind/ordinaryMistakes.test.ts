import { once } from 'node:events';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runCli } from '../support/cli.ts';
import { serviceManifest } from '../support/cliZone.ts';
import { type Named, startNamed } from '../support/named.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/temporaryFolder.ts';

let named: Named;
let folder: TemporaryFolder;
let taken: Server;

beforeAll(async () => {
  named = await startNamed();
  folder = await temporaryFolder('mistakes');
  taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  mkdirSync(join(folder.path, 'folder'));
  writeFileSync(join(folder.path, 'web.yaml'), serviceManifest('web', '10.96.0.1'));
  writeFileSync(join(folder.path, 'broken.yaml'), 'kind: [Service\n');
  writeFileSync(join(folder.path, 'no-key'), 'key "k8s-bind" {\n', { mode: 0o600 });
  writeFileSync(join(folder.path, 'open-key'), 'key "k8s-bind" { algorithm hmac-sha256; secret "AAAA"; };\n');
  chmodSync(join(folder.path, 'open-key'), 0o644);
  writeFileSync(
    join(folder.path, 'kubeconfig'),
    '{apiVersion: v1, kind: Config, clusters: [], contexts: [], users: []}',
  );
});
afterAll(async () => {
  await named[Symbol.asyncDispose]();
  await folder[Symbol.asyncDispose]();
  taken.close();
});

const file = (name: string): string => join(folder.path, name);
const takenPort = (): string => {
  const address = taken.address();
  return `127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
};

/** The flags that make a daemon run, but for those that the mistake replaces. */
const flags = (mistake: Readonly<Record<string, string>>): readonly string[] => {
  const good = {
    '--zone': 'k8s.example.',
    '--owner': 'test',
    '--server': `${named.address}:${named.port}`,
    '--key-file': named.key().file,
    ...('--kubeconfig' in mistake ? {} : { '--manifests': file('web.yaml') }),
  };
  return Object.entries({ ...good, ...mistake }).flat();
};

type Mistake = {
  readonly what: string;
  readonly given: () => Readonly<Record<string, string>>;
  readonly said: RegExp;
  readonly command?: readonly string[];
};

const daemon = ['run'];
const oneShot = ['run', '--once', '--timeout', '10s'];

const tuples: readonly (readonly [string, Mistake['given'], RegExp, (readonly string[])?])[] = [
  [
    'a --listen port that is taken',
    () => ({ '--listen': takenPort() }),
    /--listen "127\.0\.0\.1:\d+": found another program/,
  ],
  [
    'a --listen address of another host',
    () => ({ '--listen': '192.0.2.1:0' }),
    /found no such address on this host/,
  ],
  [
    'a --listen address of a family without it',
    () => ({ '--listen': '[2001:db8::1]:0' }),
    /--listen "\[2001:db8::1\]:0": found/,
  ],
  [
    'a --listen name that is none',
    () => ({ '--listen': 'nowhere.invalid:0' }),
    /--listen "nowhere\.invalid:0": found/,
  ],
  [
    'a --notify-listen port that is taken',
    () => ({ '--notify-listen': takenPort() }),
    /Cannot listen for NOTIFY/,
  ],
  [
    'a --notify-listen address of another host',
    () => ({ '--notify-listen': '192.0.2.1:0' }),
    /Cannot listen for NOTIFY/,
  ],
  [
    'a --config that is not there',
    () => ({ '--config': file('nowhere') }),
    /--config ".*": found no such file/,
  ],
  ['a --config that is a folder', () => ({ '--config': file('folder') }), /--config ".*": found a folder/],
  [
    'a --config that is no YAML',
    () => ({ '--config': file('broken.yaml') }),
    /Cannot read ".*broken\.yaml" line/,
  ],
  [
    'a --key-file that is not there',
    () => ({ '--key-file': file('nowhere') }),
    /--key-file ".*": found no such file/,
  ],
  [
    'a --key-file that is a folder',
    () => ({ '--key-file': file('folder') }),
    /--key-file ".*": found a folder/,
  ],
  ['a --key-file without a key', () => ({ '--key-file': file('no-key') }), /no-key/],
  ['a --key-file that all may read', () => ({ '--key-file': file('open-key') }), /everyone may read it/],
  [
    'a --manifests path that is not there',
    () => ({ '--manifests': file('nowhere') }),
    /--manifests ".*": found no such file/,
  ],
  [
    'a --tls-ca that is a folder',
    () => ({ '--tls-ca': file('folder'), '--server': 'tls://127.0.0.1' }),
    /Cannot use TLS with/,
  ],
  ['a --master that is no URL', () => ({ '--master': 'nowhere' }), /--master "nowhere"/],
  [
    'a value with an escape sequence and a line end',
    () => ({ '--zone': 'a\u001b[31m\nb' }),
    /--zone "a\\u001b\[31m\\u000ab"/,
  ],
  [
    'manifests that are no YAML',
    () => ({ '--manifests': file('broken.yaml') }),
    /Cannot read .*broken\.yaml|broken\.yaml/,
    ['plan'],
  ],
  [
    'a context that is not there',
    () => ({ '--kubeconfig': file('kubeconfig'), '--context': 'nope' }),
    /nope/,
    oneShot,
  ],
  ['a kubeconfig that is a folder', () => ({ '--kubeconfig': file('folder') }), /folder/, oneShot],
];
const mistakes: readonly Mistake[] = tuples.map(([what, given, said, command]) => ({
  what,
  given,
  said,
  ...(command === undefined ? {} : { command }),
}));

test.each(mistakes)(
  '$what is one line that names it, with exit code 2',
  async ({ given, said, command = daemon }) => {
    const { exitCode, stdout, stderr } = await runCli([
      ...command,
      '--log-format',
      'pretty',
      ...flags(given()),
    ]);
    const lines = stderr.trimEnd().split('\n');
    expect({ exitCode, stdout, stderr }).toMatchObject({ exitCode: 2, stdout: '' });
    expect(stderr).toMatch(said);
    expect(stderr).not.toMatch(/ at .*\.ts|"stack"/);
    expect(lines.filter((line) => !line.startsWith('  fix: '))).toHaveLength(1);
  },
);
