import { builtProgram } from './buildProgram.ts';
import { freePort } from './freePort.ts';
import type { Named } from './named.ts';
import { type RunningProcess, run, startProcess } from './process.ts';
import { waitFor } from './waitFor.ts';

/** The program as its users run it: a process of its own beside a name server. */
export interface Daemon extends AsyncDisposable {
  readonly process: RunningProcess;
  readonly listen: string;
  /** The lines of `/readyz`, empty while nobody answers. */
  readonly readiness: () => Promise<string>;
  readonly ready: () => Promise<void>;
  /** Resolves with the lines it logged once it has ended. */
  readonly ended: () => Promise<string>;
}

/**
 * Starts `k8s-bind run` for a zone of `named`; `args` say where the Services come from.
 *
 * @param zone undefined where a configuration file among `args` names it
 * @param commandPrefix stands before every command, such as `['ip', 'netns', 'exec', 'node']`
 * @param program the sources, unless a built program is given
 */
export async function startDaemon(
  named: Named,
  zone: string | undefined,
  args: readonly string[],
  commandPrefix: readonly string[] = [],
  program: string = builtProgram,
): Promise<Daemon> {
  const server = args.includes('--server') ? [] : ['--server', `${named.address}:${named.port}`];
  const zoneFlag = zone === undefined ? [] : ['--zone', zone];
  const key = args.includes('--key-file') ? [] : ['--key-file', named.key().file];
  return startProgram([...zoneFlag, ...server, ...key, ...args], commandPrefix, program);
}

/** Starts `k8s-bind run` with a configuration file that says which zones, servers and keys there are. */
export const startConfiguredDaemon = (
  file: string,
  args: readonly string[] = [],
  commandPrefix: readonly string[] = [],
): Promise<Daemon> => startProgram(['--config', file, ...args], commandPrefix, builtProgram);

async function startProgram(
  args: readonly string[],
  commandPrefix: readonly string[],
  program: string,
): Promise<Daemon> {
  const listen = `127.0.0.1:${await freePort()}`;
  const fixed = ['run', '--listen', listen, '--log-format', 'json'];
  const running = startProcess(
    [...commandPrefix, process.execPath, '--no-warnings', program, ...fixed, ...args],
    { env: { KUBECONFIG: '' } },
  );
  const readiness = async (): Promise<string> => {
    if (commandPrefix.length > 0) {
      return `${await run([...commandPrefix, 'curl', '-sS', '--max-time', '10', `http://${listen}/readyz`])}\n`;
    }
    const response = await fetch(`http://${listen}/readyz`);
    return response.text();
  };
  const gone = (): string | undefined => (running.isRunning() ? undefined : `it ended:\n${running.logs()}`);
  return {
    process: running,
    listen,
    readiness,
    ready: async () => {
      await waitFor('the daemon is ready', readiness, {
        until: saysReady,
        deadlineMs: 30_000,
        hopeless: gone,
      });
    },
    ended: async () => {
      await waitFor('the daemon has ended', () => !running.isRunning(), { deadlineMs: 30_000 });
      return running.logs();
    },
    [Symbol.asyncDispose]: running.stop,
  };
}

const saysReady = (text: string): boolean => text.endsWith('\nready\n');
