import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Named } from '../support/named.ts';
import { type RunningProcess, startProcess, toolPath } from '../support/process.ts';
import { waitFor } from '../support/waitFor.ts';
import { type BlockedStretch, blockedStretches } from './blockedStretches.ts';
import type { BuiltProgram } from './builtProgram.ts';
import { type ProcessUsage, processUsage } from './processUsage.ts';

/** The daemon as a process of its own, with its log to tell when what happened. */
export interface DaemonProcess extends AsyncDisposable {
  readonly pid: number;
  /** When it was started, in milliseconds since 1970. */
  readonly startedMs: number;
  readonly lines: () => readonly LogLine[];
  /** Waits for the first line with this message. */
  readonly said: (message: string, deadlineMs?: number) => Promise<LogLine>;
  readonly usage: () => ProcessUsage;
  readonly blocked: (fromMs: number, toMs: number) => readonly BlockedStretch[];
  readonly stop: () => Promise<void>;
}

export interface LogLine {
  /** Milliseconds since 1970. */
  readonly atMs: number;
  readonly message: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

export interface DaemonOptions {
  readonly built: BuiltProgram;
  readonly args: readonly string[];
  /** Where the probe writes; without it the daemon runs without the probe, so that its memory is its own. */
  readonly probeFile?: string;
  /** Absent: the one that watches the event loop. */
  readonly probe?: string;
}

export function startDaemon({ built, args, probeFile, probe = built.probe }: DaemonOptions): DaemonProcess {
  const startedMs = Date.now();
  // By its own first line, which holds the options of Node that it is shipped with, and by the Node that runs
  // this. With nothing else of our environment, as a service manager starts it: certificates of
  // NODE_EXTRA_CA_CERTS, say, would count as its memory.
  const PATH = `${dirname(process.execPath)}:${toolPath}`;
  const probing = { NODE_OPTIONS: `--require ${probe}`, BENCH_EVENT_LOOP_FILE: probeFile ?? '' };
  const environment = { PATH, ...(probeFile === undefined ? {} : probing) };
  const variables = Object.entries(environment).map(([name, value]) => `${name}=${value}`);
  const server = startProcess(['env', '-i', ...variables, built.program, ...args, '--log-format=json']);
  return {
    pid: server.pid,
    startedMs,
    lines: () => linesOf(server),
    said: (message, deadlineMs = 60_000) => said(server, message, deadlineMs),
    usage: () => processUsage(server.pid),
    blocked: (fromMs, toMs) => blockedStretches(probeFile ?? '', fromMs, toMs),
    stop: server.stop,
    [Symbol.asyncDispose]: server.stop,
  };
}

/** The flags that point the daemon at a zone. */
export function zoneFlags(named: Named, zone: string): readonly string[] {
  const server = `${named.address}:${named.port}`;
  return ['--zone', zone, '--server', server, '--key-file', named.key().file];
}

/**
 * The flags that turn sources on (gateway, ingress …), each of which may then have every name of the zone.
 *
 * @param folder where the file goes that says so
 */
export async function sourceFlags(folder: string, sources: readonly string[]): Promise<readonly string[]> {
  const file = join(folder, 'allow-all.yaml');
  await writeFile(file, "allow:\n  - names: ['**.{zone}']\n");
  return ['--source', sources.join(','), '--config', file];
}

/** From the claim, which is taken as soon as the store is complete, to the last acknowledgement. */
export function writingTime(daemon: DaemonProcess): { readonly fromMs: number; readonly toMs: number } {
  const lines = daemon.lines();
  const from = lines.find(({ message }) => message === 'Zone claimed')?.atMs ?? Number.NaN;
  const to = lines.findLast(({ message }) => message === 'Zone updated')?.atMs ?? Number.NaN;
  return { fromMs: from, toMs: to };
}

async function said(server: RunningProcess, message: string, deadlineMs: number): Promise<LogLine> {
  const hopeless = (): string | undefined =>
    server.isRunning() ? undefined : `the daemon ended, its last words were\n${server.logs().slice(-2000)}`;
  const look = (): LogLine | undefined => linesOf(server).find((line) => line.message === message);
  const found = await waitFor(`the daemon says "${message}"`, look, {
    deadlineMs,
    intervalMs: 100,
    hopeless,
  });
  if (found === undefined) throw new Error(`Cannot find the log line "${message}"`);
  return found;
}

function linesOf(server: RunningProcess): readonly LogLine[] {
  return server
    .logs()
    .split('\n')
    .filter((line) => line.startsWith('{') && line.endsWith('}'))
    .map((line) => {
      const { time, message, ...fields } = JSON.parse(line) as { time: string; message: string };
      return { atMs: Date.parse(time), message, fields };
    });
}
