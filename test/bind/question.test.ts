import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import { builtProgram } from '../support/buildProgram.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';
import { waitFor } from '../support/waitFor.ts';

const question = 'Run these commands? [y/N]';

/** What a command that asks does, and says, when a person at its terminal types this, or ends it by a signal. */
const answered = async (typed: string) => {
  await using folder = await temporaryFolder('question');
  const key = join(folder.path, 'k8s-bind.key');
  writeFileSync(key, 'key "k8s-bind" { algorithm hmac-sha256; secret "YQ=="; };', { mode: 0o600 });
  // The first step that is done finds a zone of that name; there is no folder for the second one.
  const rndc = join(folder.path, 'rndc');
  writeFileSync(rndc, '#!/bin/sh\necho files: mine\n', { mode: 0o755 });
  const flags = ['--key-file', key, '--rndc', rndc, '--zone-folder', join(folder.path, 'none')];
  const command = [process.execPath, builtProgram, 'init', '--apply', '--zone', 'k8s.example', ...flags];
  // A terminal of its own; its last line is the exit code.
  const shell = `echo pid $$; exec ${command.join(' ')}`;
  const child = execa('script', ['-qec', shell, '/dev/null'], { reject: false, timeout: 30_000 });
  let said = '';
  child.stdout.on('data', (data: Buffer) => (said += data.toString()));
  await waitFor('the question', () => said.includes(question), { deadlineMs: 20_000 });
  if (typed === 'SIGTERM') process.kill(Number(/pid (\d+)/.exec(said)?.[1]), 'SIGTERM');
  else child.stdin.write(typed);
  const { exitCode } = await child;
  return { exitCode, said };
};

test.each([
  ['Ctrl-C', '\u0003'],
  ['Ctrl-D', '\u0004'],
  ['n', 'n\r'],
  ['nothing', '\r'],
  ['SIGTERM', 'SIGTERM'],
])('%s at a question means no: nothing is done, and that is said', async (_name, typed) => {
  const { exitCode, said } = await answered(typed);
  expect({ exitCode, said }).toMatchObject({ exitCode: 2 });
  expect(said).toContain('Nothing was changed: the answer was no');
  expect(said).not.toMatch(/: done|: there already/);
});

test('y means yes', async () => {
  const { exitCode, said } = await answered('y\r');
  const isRoot = process.getuid?.() === 0;
  expect({ exitCode, said }).toMatchObject({ exitCode: isRoot ? 5 : 2 });
  expect(said).toContain(isRoot ? 'found "files: mine"' : 'needed root');
});
