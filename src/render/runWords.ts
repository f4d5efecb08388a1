import { spawn } from 'node:child_process';
import { delimiter } from 'node:path';
import { childEnvironment } from '../childEnvironment.ts';
import { visibleText } from '../model/visibleText.ts';
import { redact } from '../redact.ts';

/** How a command ended; `found` is what it said, in one line. */
export type CommandEnd = { readonly kind: 'succeeded' } | { readonly kind: 'failed'; readonly found: string };

export type RunOptions = {
  /** Our own environment, of which the program gets what is not ours. */
  readonly env: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
};

/** Of what it says so much is kept and shown. */
const mostCharacters = 600;

/** What it has written comes with its end, but for what its children still hold open. */
const drainMs = 200;

/** Runs a program to its end, without a shell, a terminal or our own variables. */
export const runWords = (
  [file = '', ...args]: readonly string[],
  { env, signal, timeoutMs }: RunOptions,
): Promise<CommandEnd> =>
  new Promise<CommandEnd>((resolve) => {
    const path = [env['PATH'] ?? '', '/usr/sbin', '/sbin'].filter((part) => part !== '').join(delimiter);
    const child = spawn(file, args, {
      env: { ...childEnvironment(env), PATH: path },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let said = '';
    const listen = (text: Buffer): void => void (said = (said + text.toString()).slice(-8_000));
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);
    let late = false;
    const stop = (): void => void child.kill('SIGTERM');
    const timers = [
      setTimeout(() => {
        late = true;
        stop();
      }, timeoutMs),
      setTimeout(() => void child.kill('SIGKILL'), timeoutMs + 2_000),
    ];
    signal.addEventListener('abort', stop, { once: true });
    const end = (result: CommandEnd): void => {
      for (const timer of timers) clearTimeout(timer);
      signal.removeEventListener('abort', stop);
      child.stdout.destroy();
      child.stderr.destroy();
      resolve(result);
    };
    child.on('error', (error) => end({ kind: 'failed', found: startFault(file, error) }));
    const ended = (code: number | null, by: NodeJS.Signals | null): void => {
      if (code === 0) end({ kind: 'succeeded' });
      else end({ kind: 'failed', found: `${howItEnded(late, timeoutMs, code ?? by)}${inOneLine(said)}` });
    };
    child.on('exit', (code, by) => void setTimeout(() => ended(code, by), drainMs).unref());
    child.on('close', ended);
    if (signal.aborted) stop();
  });

const howItEnded = (late: boolean, timeoutMs: number, code: number | string | null): string =>
  late ? `no end within ${timeoutMs / 1_000} s` : `${typeof code === 'number' ? 'exit code ' : ''}${code}`;

const startFault = (file: string, error: Error): string =>
  'code' in error && error.code === 'ENOENT' ? `no program "${file}"` : error.message;

/**
 * The end of it: programs say last what stopped them. They were given nothing of ours, and a path or a line
 * number is what helps, so only what looks like a secret is hidden.
 */
const inOneLine = (said: string): string => {
  const line = redact(said)
    .trim()
    .split(/\s*\n\s*/)
    .join(' | ');
  return line === '' ? '' : `: ${visibleText(line.slice(-mostCharacters))}`;
};
