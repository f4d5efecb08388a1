import { readFileSync, statSync } from 'node:fs';
import { assertNever } from './assertNever.ts';
import { runCommand } from './cli/runCommand.ts';
import { processorMs } from './cli/standardIo.ts';
import { EXIT_CODES } from './config/exitCodes.ts';
import { loadConfig } from './config/loadConfig.ts';
import { keepCompilersOut, letCompilersIn } from './keepCompilersOut.ts';
import { keepMemorySmall } from './keepMemorySmall.ts';
import { redact } from './redact.ts';
import { version } from './version.ts';
import { whenBusy } from './whenBusy.ts';

/**
 * The process's edge: arguments, environment, signals and exit codes. Resolves when the command has ended.
 */
export const runProgram = async (): Promise<void> => {
  keepMemorySmall([...process.execArgv, process.env['NODE_OPTIONS'] ?? '']);
  keepCompilersOut();
  whenBusy({ usedMs: processorMs, nowMs: () => performance.now() }, letCompilersIn);
  try {
    process.exitCode = await runArguments();
  } catch (error) {
    process.stderr.write(`k8s-bind: ${redact(faultText(error))}\n`);
    process.exitCode = EXIT_CODES.unexpected.code;
  }
  // What is still open by now, such as a connection that nobody answers on, keeps nobody waiting.
  setTimeout(() => process.exit(), lingerMs).unref();
};

const lingerMs = 1_000;

/** What the system says is one line; only a fault of ours has a stack. */
const faultText = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  const isOfSystem = 'code' in error && /^E[A-Z0-9]+$/.test(String(error.code));
  return isOfSystem ? `Cannot go on: found ${error.message}` : (error.stack ?? error.message);
};

const runArguments = async (): Promise<number> => {
  const loaded = loadConfig({
    argv: process.argv.slice(2),
    env: process.env,
    files: { read: (path) => readFileSync(path, 'utf8'), stat: (path) => statSync(path) },
  });
  switch (loaded.kind) {
    case 'help':
      process.stdout.write(loaded.text);
      return EXIT_CODES.ok.code;
    case 'version':
      process.stdout.write(`k8s-bind ${version}\n`);
      return EXIT_CODES.ok.code;
    case 'problem':
      process.stderr.write(`k8s-bind: ${redact(loaded.line)}\n`);
      return loaded.exitCode;
    case 'ok':
      return runCommand(loaded.command, loaded.config, stopSignal());
    default:
      return assertNever(loaded);
  }
};

/**
 * A signal this soon after the first is the same Ctrl-C: the terminal sends it to all, and npm passes it on.
 */
const sameSignalMs = 500;

/** Aborts at the first SIGTERM or SIGINT; a second one ends the process at once. */
const stopSignal = (): AbortSignal => {
  const controller = new AbortController();
  let stoppedMs = Number.POSITIVE_INFINITY;
  const stop = (): void => {
    if (performance.now() - stoppedMs > sameSignalMs) process.exit(EXIT_CODES.unexpected.code);
    if (controller.signal.aborted) return;
    stoppedMs = performance.now();
    controller.abort();
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  return controller.signal;
};
