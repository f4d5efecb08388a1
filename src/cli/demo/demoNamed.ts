import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { execa } from 'execa';
import { toolEnvironment } from '../runTool.ts';
import type { DemoFolder } from './demoFolder.ts';

/** The private name server while it runs. */
export type DemoNamed = {
  /** Ends it and waits until it has ended. */
  readonly stop: () => Promise<void>;
  /** Ends it without waiting, for a process that exits. */
  readonly kill: () => void;
  /** Resolves with named's last words when it ends. */
  readonly ended: Promise<string>;
};

const setpriv = '/usr/bin/setpriv';

/**
 * Starts named in a session of its own: a Ctrl-C at the terminal goes to every process of the foreground, and
 * named must outlive the daemon, which ends its message first. Should this process be killed, the kernel ends
 * named (where setpriv is there to ask for it).
 */
export const startDemoNamed = (folder: DemoFolder, env: NodeJS.ProcessEnv): DemoNamed => {
  const command = [folder.named, '-f', '-c', folder.conf, '-n', '1'];
  const [file = '', ...args] = existsSync(setpriv) ? [setpriv, '--pdeathsig', 'KILL', ...command] : command;
  const child = execa(file, args, {
    cwd: folder.path,
    env: toolEnvironment(env),
    extendEnv: false,
    detached: true,
    cleanup: false,
    reject: false,
    stdin: 'ignore',
    forceKillAfterDelay: 5_000,
  });
  const ended = (async () => lastWords(folder, (await child).stderr))();
  return {
    ended,
    kill: () => void child.kill('SIGKILL'),
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
};

const lastWords = ({ logFile }: DemoFolder, stderr: string): string => {
  const log = existsSync(logFile) ? readFileSync(logFile, 'utf8') : '';
  return `${stderr}\n${log}`.trim().split('\n').slice(-5).join('\n');
};

const startMs = 15_000;

/**
 * Waits until named answers for the zone. What it said instead, when it ended or took too long; undefined: it
 * answers.
 */
export const whenNamedAnswers = async (
  named: DemoNamed,
  ask: () => Promise<string>,
  signal: AbortSignal,
): Promise<string | undefined> => {
  const deadlineMs = performance.now() + startMs;
  while (!signal.aborted && performance.now() < deadlineMs) {
    const seen = await Promise.race([
      named.ended.then((words) => ({ kind: 'ended', words }) as const),
      ask().then((answer) => ({ kind: 'answer', answer }) as const),
    ]);
    if (seen.kind === 'ended') return seen.words;
    if (seen.answer !== '') return undefined;
    await pause(50);
  }
  return signal.aborted ? undefined : `it does not answer within ${startMs / 1000} s`;
};
