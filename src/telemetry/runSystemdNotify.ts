import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { childEnvironment } from '../childEnvironment.ts';

const TIMEOUT_MS = 5000;

/**
 * Runs systemd's own `systemd-notify` with assignments such as `READY=1`; rejects when it fails or is not
 * installed. `env` says where systemd listens.
 */
export const runSystemdNotify = async (
  assignments: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<void> => {
  await promisify(execFile)('systemd-notify', [...assignments], {
    timeout: TIMEOUT_MS,
    env: { ...childEnvironment(env), NOTIFY_SOCKET: env['NOTIFY_SOCKET'] },
  });
};
