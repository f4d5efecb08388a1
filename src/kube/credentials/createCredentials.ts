import { access } from 'node:fs/promises';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import type { ConfigResult } from './clusterConfig.ts';
import { createAccess } from './createAccess.ts';
import type { Credentials } from './credentials.ts';
import { inClusterConfig, isInCluster } from './inClusterConfig.ts';
import { readKubeConfig } from './readKubeConfig.ts';

export type CredentialsOptions = {
  /** `--master`: URL of the API server; with a kubeconfig it replaces that one's server. */
  readonly master?: string | undefined;
  readonly kubeconfig?: string | undefined;
  readonly context?: string | undefined;
  readonly env: NodeJS.ProcessEnv;
};

/**
 * Finds the credentials, first that applies:
 *
 * | found                         | used                                             |
 * | ----------------------------- | ------------------------------------------------ |
 * | `--kubeconfig`                | that file                                        |
 * | `--master` alone              | that server, without credentials                 |
 * | `KUBECONFIG`                  | those files, merged                              |
 * | a service account's files     | the cluster this pod runs in                     |
 * | `~/.kube/config`              | that file                                        |
 * | nothing                       | `http://localhost:8080`                          |
 *
 * Files are read before the first request, again after a 401, and again while no server is reached, so they
 * may appear or be put right later.
 */
export const createCredentials = async (options: CredentialsOptions): Promise<Credentials> => {
  const { origin, load } = await findOrigin(options);
  const master = options.master;
  return createAccess({
    origin: master === undefined || master === origin ? origin : `${origin}, server "${master}"`,
    env: options.env,
    load: async () => {
      const result = await load();
      if (result.kind === 'problem' || master === undefined) return result;
      return { kind: 'config', config: { ...result.config, server: master } };
    },
  });
};

type Origin = { readonly origin: string; readonly load: () => Promise<ConfigResult> };

const findOrigin = async ({ master, kubeconfig, context, env }: CredentialsOptions): Promise<Origin> => {
  if (kubeconfig !== undefined) return fromFiles([kubeconfig], context);
  // A context can only be one of a kubeconfig's.
  if (master !== undefined && context === undefined) return plain(master);
  const listed = (env['KUBECONFIG'] ?? '').split(delimiter).filter((path) => path !== '');
  if (listed.length > 0) return fromFiles(listed, context, existing);
  if (context === undefined && (await isInCluster(env)))
    return { origin: 'service account of this pod', load: () => inClusterConfig(env) };
  const own = join(env['HOME'] ?? homeOfUser(), '.kube', 'config');
  if (context !== undefined || (await exists(own))) return fromFiles([own], context);
  return plain('http://localhost:8080');
};

/** The root for a user that has no entry in the user database, as in a container. */
const homeOfUser = (): string => {
  try {
    return homedir();
  } catch {
    return '/';
  }
};

const fromFiles = (
  paths: readonly string[],
  context: string | undefined,
  among: (paths: readonly string[]) => Promise<readonly string[]> = async (all) => all,
): Origin => ({
  origin: `kubeconfig "${paths.join('", "')}"${context === undefined ? '' : `, context "${context}"`}`,
  load: async () => readKubeConfig(await among(paths), context),
});

const plain = (server: string): Origin => ({
  origin: server,
  load: () =>
    Promise.resolve({
      kind: 'config',
      config: { server, skipVerify: false, user: { kind: 'anonymous' }, impersonation: {} },
    }),
});

/** As kubectl does: of several files, those that are not there are passed over. */
const existing = async (paths: readonly string[]): Promise<readonly string[]> => {
  const found: string[] = [];
  for (const path of paths) if (await exists(path)) found.push(path);
  return found.length === 0 ? paths : found;
};

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );
