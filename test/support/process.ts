import { existsSync } from 'node:fs';
import { execa, type Options } from 'execa';
import { waitFor } from './waitFor.ts';

/** A server that a test started: its output is kept, and it is ended by its own process id. */
export interface RunningProcess extends AsyncDisposable {
  readonly pid: number;
  /** The last megabyte of what it wrote to stdout and stderr. */
  readonly logs: () => string;
  readonly isRunning: () => boolean;
  /** SIGSTOP makes it hang with its sockets open, SIGCONT lets it go on. */
  readonly signal: (signal: NodeJS.Signals) => void;
  /** SIGTERM, and SIGKILL if that does not end it within 20 seconds. Returns when it has ended. */
  readonly stop: () => Promise<void>;
  /** SIGKILL: what a power cut looks like to the files it leaves. */
  readonly kill: () => Promise<void>;
}

export interface ProcessOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
}

const maxLogCharacters = 1_000_000;
/** Debian keeps named and rndc where only root's PATH looks. */
export const toolPath = `${process.env['PATH'] ?? ''}:/usr/sbin:/sbin`;
const setpriv = '/usr/bin/setpriv';

/**
 * Starts a process that goes on until it is stopped. It does not outlive us: a test worker that is killed
 * takes its servers with it. A command that cannot be started shows as one that ended at once, with the
 * reason in its logs.
 */
export function startProcess(command: readonly string[], options: ProcessOptions = {}): RunningProcess {
  const [file = '', ...args] = withParentDeathSignal(command);
  const child = execa(file, args, {
    ...toolOptions(options),
    reject: false,
    buffer: false,
    all: true,
    stdin: 'ignore',
    forceKillAfterDelay: 20_000,
  });
  let running = true;
  let logs = '';
  child.all.setEncoding('utf8').on('data', (text: string) => {
    logs = (logs + text).slice(-maxLogCharacters);
  });
  const ended = (async () => {
    await child;
    running = false;
  })();
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    child.kill(signal);
    child.kill('SIGCONT');
    await ended;
  };
  return {
    pid: child.pid ?? 0,
    logs: () => logs,
    isRunning: () => running,
    signal: (signal) => void child.kill(signal),
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
    [Symbol.asyncDispose]: () => end('SIGTERM'),
  };
}

/** Waits until a server answers as it should; says at once, with its last lines, when it ended instead. */
export async function whenReady(
  what: string,
  server: RunningProcess,
  look: () => Promise<boolean>,
  deadlineMs = 30_000,
): Promise<void> {
  const hopeless = (): string | undefined =>
    server.isRunning() ? undefined : `it ended, its last words were\n${server.logs().slice(-4000)}`;
  await waitFor(what, look, { deadlineMs, hopeless });
}

/** Runs a command to its end and returns its stdout. Throws, with what it wrote, when it fails. */
export async function run(
  command: readonly string[],
  options: ProcessOptions & { readonly input?: string } = {},
): Promise<string> {
  const [file = '', ...args] = command;
  const input = options.input === undefined ? { stdin: 'ignore' as const } : { input: options.input };
  const { stdout } = await execa(file, args, { ...toolOptions(options), ...input });
  return stdout;
}

function toolOptions({ cwd, env }: ProcessOptions) {
  return { ...(cwd === undefined ? {} : { cwd }), env: { PATH: toolPath, ...env } } satisfies Options;
}

function withParentDeathSignal(command: readonly string[]): readonly string[] {
  return existsSync(setpriv) ? [setpriv, '--pdeathsig', 'KILL', ...command] : command;
}
