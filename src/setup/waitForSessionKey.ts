import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { SESSION_KEY_FILE } from '../config/options/serverOptions.ts';
import type { ZoneConfig } from '../config/options.ts';
import type { Log } from '../telemetry/log.ts';

const lookEveryMs = 500;

/** named writes its session key when it starts, which may be after us: where that key is what a zone uses, it is waited for. */
export const waitForSessionKey = async (
  zones: readonly ZoneConfig[],
  log: Log,
  signal: AbortSignal,
): Promise<void> => {
  const isNeeded = zones.some(
    ({ keyFile, tsigSecret, gssTsig }) =>
      keyFile === SESSION_KEY_FILE && tsigSecret === undefined && !gssTsig,
  );
  if (!isNeeded || existsSync(SESSION_KEY_FILE)) return;
  log.warn('Waiting for the session key of named', {
    file: SESSION_KEY_FILE,
    fix: 'start named with "update-policy local;" in the zone, or name another key by --key-file',
  });
  while (!signal.aborted && !existsSync(SESSION_KEY_FILE)) {
    await sleep(lookEveryMs, undefined, { signal }).catch(() => undefined);
  }
};
