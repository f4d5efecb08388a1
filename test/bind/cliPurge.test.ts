import { execa } from 'execa';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { builtProgram } from '../support/buildProgram.ts';
import { type CliZone, cliZone, serviceManifest } from '../support/cliZone.ts';
import { startHostileRelay } from '../support/hostileRelay.ts';
import { type Named, startNamed } from '../support/named.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/temporaryFolder.ts';

const neighbour = 'update add web.k8s.example. 60 MX 10 mail.example.';

let named: Named;
let folder: TemporaryFolder;
let zone: CliZone;
let handWritten: string;
beforeEach(async () => {
  named = await startNamed();
  folder = await temporaryFolder('cli-purge');
  zone = cliZone(named, folder.path);
  zone.write('web.yaml', serviceManifest('web', '10.96.0.1'));
  await named.nsupdate(`update add www.k8s.example. 60 A 192.0.2.1
${neighbour}
update add note._k8s-bind.k8s.example. 60 TXT "by hand"`);
  handWritten = withoutSoa(await named.axfrText('k8s.example'));
  // Beside it the daemon would publish nothing: it comes to a name that is ours already.
  await named.nsupdate('update delete web.k8s.example. MX');
  expect((await zone.command('run', '--once')).exitCode).toBe(0);
  await named.nsupdate(neighbour);
});
afterEach(async () => {
  await named[Symbol.asyncDispose]();
  await folder[Symbol.asyncDispose]();
});

const withoutSoa = (text: string): string =>
  text
    .split('\n')
    .filter((line) => !/\sSOA\s/.test(line))
    .join('\n');

const purge = (...args: readonly string[]) => zone.bare('purge', '--zone', 'k8s.example.', ...args);

describe('purge', () => {
  test('removes all that the owner wrote and its claim, and leaves every other record as it was', async () => {
    await named.nsupdate('update add web.k8s.example. 30 A 192.0.2.9');
    const { exitCode, stdout, stderr } = await purge('--owner', 'test', '--yes');
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: 'zone k8s.example.: removed\n' });
    expect(stdout).toBe(`; zone k8s.example., all that owner test wrote
- dns-version.k8s.example. 30 IN TXT "1.1.0"
- web.default.svc.k8s.example. 30 IN A 10.96.0.1
- _http._tcp.web.default.svc.k8s.example. 30 IN SRV 0 100 80 web.default.svc.k8s.example.
- web.k8s.example. 30 IN A 10.96.0.1
- _http._tcp.web.k8s.example. 30 IN SRV 0 100 80 web.k8s.example.
; 5 records, 2 markers, and the claim if it stands there
`);
    await named.nsupdate('update delete web.k8s.example. A 192.0.2.9');
    expect(withoutSoa(await named.axfrText('k8s.example'))).toBe(handWritten);
  });

  test('asks first: without a terminal and without --yes nothing is changed', async () => {
    const before = await named.axfrText('k8s.example');
    const { exitCode, stderr } = await purge('--owner', 'test');
    expect({ exitCode, stderr }).toEqual({
      exitCode: 2,
      stderr: 'k8s-bind: Cannot ask whether to go on: found no terminal, needed --yes\n',
    });
    expect(await named.axfrText('k8s.example')).toBe(before);
  });

  test('of another owner refuses, and says whose the zone is', async () => {
    const before = await named.axfrText('k8s.example');
    const { exitCode, stderr } = await purge('--owner', 'other', '--yes');
    expect(exitCode).toBe(3);
    expect(stderr).toContain('it belongs to owner test');
    expect(await named.axfrText('k8s.example')).toBe(before);
  });

  test('with --yes wants the owner to be named', async () => {
    const { exitCode, stderr } = await purge('--yes');
    expect(exitCode).toBe(2);
    expect(stderr).toContain('needed --owner test');
  });

  test('that is stopped by a signal ends between two messages, says what was done, and can be run again', async () => {
    await using relay = await startHostileRelay(named);
    const server = ['--server', `127.0.0.1:${relay.port}`, '--key-file', named.key().file];
    const flags = ['--zone', 'k8s.example.', ...server, '--owner', 'test', '--yes'];
    const child = execa(process.execPath, [builtProgram, 'purge', ...flags], { reject: false });
    relay.misbehave(({ what }) => {
      if (what === 'update') child.kill('SIGTERM');
      // The signal is there before the answer.
      return what === 'update' ? { kind: 'delay', ms: 500 } : { kind: 'pass' };
    });
    const { exitCode, stderr } = await child;
    expect({ exitCode, stderr }).toEqual({
      exitCode: 8,
      stderr: 'k8s-bind: Stopped at zone "k8s.example.": 7 of 8 changes were written, the rest was not sent',
    });
    const text = await named.axfrText('k8s.example');
    expect(text).not.toContain('web.default.svc');
    expect(text).toMatch(/^_k8s-bind\.k8s\.example\. /m);
    expect(await purge('--owner', 'test', '--yes')).toMatchObject({ exitCode: 0 });
    expect(withoutSoa(await named.axfrText('k8s.example'))).toBe(handWritten);
  });

  test('of a zone without anything of ours does nothing', async () => {
    await purge('--owner', 'test', '--yes');
    expect(await purge('--owner', 'test', '--yes')).toMatchObject({
      exitCode: 0,
      stdout: '; zone k8s.example.: nothing of owner test\n',
    });
  });
});
