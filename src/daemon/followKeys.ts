import { unwatchFile, watchFile } from 'node:fs';
import type { KeyRing } from '../server/keyRing.ts';
import type { ServerAccess } from '../setup/openZoneClient.ts';
import type { Log } from '../telemetry/log.ts';

const lookEveryMs = 5_000;

/**
 * Takes a key file in again when it has changed, so that a key can be rotated without a restart. A file that
 * cannot be read keeps the last key.
 */
export const followKeys = (access: ServerAccess, log: Log, signal: AbortSignal): void => {
  const rings = new Set<KeyRing>();
  if (access.signing.kind === 'tsig') rings.add(access.signing.keys);
  if (access.transferKeys !== undefined) rings.add(access.transferKeys);
  for (const ring of rings) {
    const { file } = ring;
    if (file === undefined) continue;
    const look = (): void => {
      if (ring.reload()) log.info('Key file read again', { file, key: ring.current().name });
    };
    watchFile(file, { interval: lookEveryMs, persistent: false }, look);
    signal.addEventListener('abort', () => unwatchFile(file, look), { once: true });
  }
};
