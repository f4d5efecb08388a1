import { setTimeout as sleep } from 'node:timers/promises';
import { SESSION_KEY_FILE } from '../config/options/serverOptions.ts';
import type { ZoneConfig } from '../config/options.ts';
import type { Log } from '../telemetry/log.ts';
import { makeProblem } from '../telemetry/problems.ts';

const lookEveryMs = 500;

export type WaitForSessionKeyDeps = {
  readonly log: Log;
  readonly exists: (file: string) => boolean;
};

/**
 * named writes its session key when it starts, which may be after us: where that key is what a zone uses, it
 * is waited for.
 */
export const waitForSessionKey = async (
  { log, exists }: WaitForSessionKeyDeps,
  zones: readonly ZoneConfig[],
  signal: AbortSignal,
): Promise<void> => {
  const isNeeded = zones.some(
    ({ keyFile, tsigSecret, gssTsig }) =>
      keyFile === SESSION_KEY_FILE && tsigSecret === undefined && !gssTsig,
  );
  if (!isNeeded || exists(SESSION_KEY_FILE)) return;
  const { code, fix } = makeProblem('noSessionKey', { file: SESSION_KEY_FILE });
  log.warn('Waiting for the session key of named', { code, file: SESSION_KEY_FILE, fix });
  while (!signal.aborted && !exists(SESSION_KEY_FILE)) {
    await sleep(lookEveryMs, undefined, { signal }).catch(() => undefined);
  }
};
