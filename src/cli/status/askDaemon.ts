import { EXIT_CODES } from '../../config/exitCodes.ts';
import type { Config } from '../../config/options.ts';
import { socketText } from '../../socketText.ts';
import { configurationFailure, type Failure } from '../failure.ts';

export type DaemonAnswer =
  | { readonly kind: 'answer'; readonly code: number; readonly body: unknown }
  | Failure;

const timeoutMs = 10_000;

/** Asks the running daemon over the address of its `--listen`. */
export const askDaemon = async (
  { listen }: Pick<Config, 'listen'>,
  method: 'GET' | 'POST',
  path: string,
  signal: AbortSignal,
): Promise<DaemonAnswer> => {
  if (listen === undefined) {
    return configurationFailure(
      'Cannot ask the daemon: found no address, needed --listen ADDR:PORT, as the daemon was started with',
    );
  }
  const at = socketText({ ...listen, host: reachable(listen.host) });
  try {
    const response = await fetch(`http://${at}${path}`, {
      method,
      headers: { 'x-k8s-bind': '1' },
      signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
    });
    return { kind: 'answer', code: response.status, body: await bodyOf(response, at) };
  } catch (error) {
    const line = `Cannot ask the daemon at "${at}": ${reasonOf(error)}, needed one that runs with --listen ${at}`;
    return { kind: 'failure', line, exitCode: EXIT_CODES.unreachable.code };
  }
};

const bodyOf = async (response: Response, at: string): Promise<unknown> => {
  const text = await response.text();
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new Error(`${at} answers ${response.status} "${text.slice(0, 60).trim()}"`);
  }
};

/** A daemon that listens on every address is asked on the loopback one. */
const reachable = (host: string): string => {
  if (host === '0.0.0.0') return '127.0.0.1';
  return host === '::' ? '::1' : host;
};

const reasonOf = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  return cause instanceof Error && 'code' in cause ? `found ${String(cause.code)}` : `found ${error.message}`;
};
