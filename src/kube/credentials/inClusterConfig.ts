import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { socketText } from '../../socketText.ts';
import type { ConfigResult } from './clusterConfig.ts';

const defaultFolder = '/var/run/secrets/kubernetes.io/serviceaccount';

/** A pod has the API server's address in its environment and a token that is rotated every hour in a file. */
export const isInCluster = async (env: NodeJS.ProcessEnv, folder = defaultFolder): Promise<boolean> => {
  if ((env['KUBERNETES_SERVICE_HOST'] ?? '') === '') return false;
  return access(join(folder, 'token')).then(
    () => true,
    () => false,
  );
};

export const inClusterConfig = (env: NodeJS.ProcessEnv, folder = defaultFolder): Promise<ConfigResult> => {
  const host = env['KUBERNETES_SERVICE_HOST'] ?? '';
  const port = env['KUBERNETES_SERVICE_PORT'] ?? '443';
  return Promise.resolve({
    kind: 'config',
    config: {
      server: `https://${socketText({ host, port })}`,
      ca: { kind: 'file', path: join(folder, 'ca.crt') },
      skipVerify: false,
      user: { kind: 'token-file', path: join(folder, 'token') },
      impersonation: {},
    },
  });
};
