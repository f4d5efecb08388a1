import { readFile } from 'node:fs/promises';
import { assertNever } from '../../assertNever.ts';
import { authorizeByProvider } from './authorizeByProvider.ts';
import type { ClusterConfig, ConfigResult, Material } from './clusterConfig.ts';
import type { Access, AccessResult, Credentials, TlsOptions } from './credentials.ts';
import { proxyFor } from './proxyFor.ts';
import { type ExecCredential, runExecPlugin } from './runExecPlugin.ts';

export type AccessSource = {
  readonly origin: string;
  readonly env: NodeJS.ProcessEnv;
  readonly load: () => Promise<ConfigResult>;
};

/**
 * Credentials that load their configuration when they are first needed, again after they were refused, and
 * again while they lead nowhere.
 */
export const createAccess = ({ origin, env, load }: AccessSource): Credentials => {
  let config: ClusterConfig | undefined;
  let isStale = false;
  const plugin: PluginCache = { credential: undefined };
  const current = async (): Promise<ConfigResult> => {
    if (config !== undefined && !isStale) return { kind: 'config', config };
    const loaded = await load();
    if (loaded.kind === 'problem') return config === undefined ? loaded : { kind: 'config', config };
    // What a plugin said is good for the plugin that said it.
    if (JSON.stringify(loaded.config.user) !== JSON.stringify(config?.user)) plugin.credential = undefined;
    config = loaded.config;
    isStale = false;
    return loaded;
  };
  return {
    origin,
    renew: () => {
      config = undefined;
      plugin.credential = undefined;
    },
    reread: () => {
      isStale = true;
    },
    access: async (signal) => {
      const found = await current();
      if (found.kind === 'problem') return found;
      const access = await readAccess(found.config, { env, plugin, signal });
      if (access.kind === 'problem') isStale = true;
      return access;
    },
  };
};

type PluginCache = { credential: ExecCredential | undefined };
type Reading = {
  readonly env: NodeJS.ProcessEnv;
  readonly plugin: PluginCache;
  readonly signal: AbortSignal;
};

const readAccess = async (config: ClusterConfig, reading: Reading): Promise<AccessResult> => {
  const server = readServer(config);
  if (server === undefined)
    return problem(
      `Cannot use API server "${config.server}": not understood, needed http://host:port or https://host:port`,
    );
  const proxyUrl = config.proxyUrl ?? proxyFor(server, reading.env);
  if (proxyUrl !== undefined && !/^https?:\/\//.test(proxyUrl))
    return problem(`Cannot use proxy "${proxyUrl}": its scheme is not supported, needed http:// or https://`);
  if (proxyUrl !== undefined && !URL.canParse(proxyUrl))
    return problem(
      `Cannot use proxy "${proxyUrl}": not understood, needed http://host:port or https://host:port`,
    );
  const user = await authorize(config, reading);
  if (user.kind === 'problem') return user;
  try {
    return {
      kind: 'access',
      server,
      headers: { ...user.headers, ...config.impersonation },
      tls: await readTls(config, user),
      ...(proxyUrl !== undefined && { proxyUrl }),
    } satisfies Access;
  } catch (error) {
    return problem(
      `Cannot read the certificates for "${config.server}": ${messageOf(error)}, needed files that can be read`,
    );
  }
};

type Authorized = {
  readonly kind: 'authorized';
  readonly headers: Readonly<Record<string, string>>;
  readonly cert?: string;
  readonly key?: string;
};
type AuthorizeResult = Authorized | { readonly kind: 'problem'; readonly message: string };

const authorize = async (config: ClusterConfig, reading: Reading): Promise<AuthorizeResult> => {
  const { user } = config;
  switch (user.kind) {
    case 'anonymous':
      return authorized();
    case 'token':
      return authorized(`Bearer ${user.token}`);
    case 'token-file':
      return authorizeByFile(user.path);
    case 'password':
      return authorized(`Basic ${Buffer.from(`${user.username}:${user.password}`).toString('base64')}`);
    case 'exec': {
      const { plugin } = reading;
      if (plugin.credential === undefined || isExpired(plugin.credential)) {
        const result = await runExecPlugin(user, config, reading);
        if (result.kind === 'problem') return result;
        plugin.credential = result.credential;
      }
      const { token, cert, key } = plugin.credential;
      return {
        ...authorized(token === '' ? undefined : `Bearer ${token}`),
        ...(cert !== '' && { cert, key }),
      };
    }
    case 'auth-provider': {
      const result = await authorizeByProvider(config, user);
      return result.kind === 'problem' ? result : authorized(result.authorization);
    }
    default:
      return assertNever(user);
  }
};

const authorizeByFile = async (path: string): Promise<AuthorizeResult> => {
  try {
    return authorized(`Bearer ${(await readFile(path, 'utf8')).trim()}`);
  } catch (error) {
    return problem(`Cannot read token file "${path}": ${messageOf(error)}, needed a token`);
  }
};

const authorized = (authorization?: string): Authorized => ({
  kind: 'authorized',
  headers: authorization === undefined ? {} : { authorization },
});

/** A little early, so that it does not expire on its way. */
const isExpired = ({ expiresMs }: ExecCredential): boolean =>
  expiresMs !== undefined && expiresMs - 10_000 < Date.now();

const readTls = async (config: ClusterConfig, user: Authorized): Promise<TlsOptions> => {
  const ca = config.ca && (await readMaterial(config.ca));
  const cert = user.cert ?? (config.cert && (await readMaterial(config.cert)));
  const key = user.key ?? (config.key && (await readMaterial(config.key)));
  return {
    ...(ca !== undefined && { ca }),
    ...(cert !== undefined && { cert }),
    ...(key !== undefined && { key }),
    ...(config.serverName !== undefined && { servername: config.serverName }),
    ...(config.skipVerify && { rejectUnauthorized: false }),
  };
};

const readMaterial = (material: Material): Promise<string> =>
  material.kind === 'file' ? readFile(material.path, 'utf8') : Promise.resolve(material.content);

/** Without a scheme it is https when there is anything to prove or to check, as in kubectl. */
const readServer = ({ server, user, ca, cert }: ClusterConfig): URL | undefined => {
  const secure = user.kind !== 'anonymous' || ca !== undefined || cert !== undefined;
  const url = URL.parse(server.includes('://') ? server : `${secure ? 'https' : 'http'}://${server}`);
  return url !== null && /^https?:$/.test(url.protocol) ? url : undefined;
};

const problem = (message: string): { readonly kind: 'problem'; readonly message: string } => ({
  kind: 'problem',
  message,
});

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
