import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { expect, onTestFinished, test } from 'vitest';
import { createLog } from '../../../src/telemetry/log.ts';
import { runSystemdNotify } from '../../../src/telemetry/runSystemdNotify.ts';
import { createSystemd, type SystemdDeps } from '../../../src/telemetry/systemd.ts';
import { isProgram } from '../../support/debianPackages.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';
import { waitFor } from '../../support/waitFor.ts';
import { keptOutput } from './support.ts';

const logTo = (out: ReturnType<typeof keptOutput>) =>
  createLog({ level: 'info', format: 'json', env: {}, out });

/** A systemd whose messages are kept; each takes until `release` is called. */
const start = (env: SystemdDeps['env']) => {
  const sent: (readonly string[])[] = [];
  const waiting: (() => void)[] = [];
  const run = (args: readonly string[]) =>
    new Promise<void>((resolve) => {
      sent.push(args);
      waiting.push(resolve);
    });
  const systemd = createSystemd({ env, pid: 7, run, log: logTo(keptOutput()) });
  return { systemd, sent, release: () => waiting.shift()?.() };
};

test('outside of systemd nothing is sent', async () => {
  const { systemd, sent } = start({});
  systemd.ready('in step');
  await systemd.close();
  expect(sent).toEqual([]);
});

test('messages go one after another, and only the newest status of those that wait', async () => {
  const { systemd, sent, release } = start({ NOTIFY_SOCKET: '/s' });
  systemd.status('one');
  systemd.status('two');
  systemd.ready('three');
  systemd.status('four');
  expect(sent).toEqual([['STATUS=one']]);
  release();
  await waitFor('the second message', () => sent.length === 2);
  release();
  await systemd.close();
  expect(sent).toEqual([['STATUS=one'], ['READY=1', 'STATUS=four']]);
});

const failing = () => Promise.reject(Object.assign(new Error('spawn'), { code: 'ENOENT' }));

test('a message that cannot be sent is a warning, and the next one is tried, without another line', async () => {
  const out = keptOutput();
  let tried = 0;
  const run = () => {
    tried += 1;
    return failing();
  };
  const systemd = createSystemd({ env: { NOTIFY_SOCKET: '/s' }, pid: 7, run, log: logTo(out) });
  systemd.ready('in step');
  await systemd.close();
  systemd.stopping('bye');
  await systemd.close();
  expect(tried).toBe(2);
  expect(out.text().match(/Cannot tell systemd/g)).toHaveLength(1);
});

test('the watchdog is fed twice in its time, and only when it is meant for this process', async () => {
  const watched = start({ NOTIFY_SOCKET: '/s', WATCHDOG_USEC: '40000', WATCHDOG_PID: '7' });
  const other = start({ NOTIFY_SOCKET: '/s', WATCHDOG_USEC: '40000', WATCHDOG_PID: '8' });
  await waitFor('the first beat', () => watched.sent.length === 1);
  watched.release();
  await waitFor('the second beat', () => watched.sent.length === 2);
  watched.release();
  await Promise.all([watched.systemd.close(), other.systemd.close()]);
  expect(watched.sent[0]).toEqual(['WATCHDOG=1']);
  expect(other.sent).toEqual([]);
});

/** Perl is on every Debian, and can listen where Node cannot: it prints each datagram in a line. */
const LISTENER = String.raw`
use strict; use Socket; $| = 1;
socket(my $s, AF_UNIX, SOCK_DGRAM, 0) or die $!;
bind($s, sockaddr_un($ARGV[0])) or die $!;
print "listening\n";
while (defined recv($s, my $m, 8192, 0)) { $m =~ s/\n/ /g; print "$m\n"; }
`;

const lacking = !isProgram('systemd-notify') && process.env['CI'] !== 'true';

test.skipIf(lacking)('systemd-notify itself delivers to the socket', async () => {
  await using folder = await temporaryFolder('notify');
  const socket = join(folder.path, 'notify');
  const listener: ChildProcessByStdio<null, Readable, null> = spawn('perl', ['-e', LISTENER, socket], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void listener.kill());
  let heard = '';
  listener.stdout.on('data', (data: Buffer) => (heard += data.toString()));
  await waitFor('the listener', () => heard === 'listening\n');
  await runSystemdNotify(['--no-block', 'READY=1', 'STATUS=zone in step'], {
    ...process.env,
    NOTIFY_SOCKET: socket,
  });
  await waitFor('the message', () => heard.includes('READY=1'));
  expect(heard).toContain('STATUS=zone in step');
});
