import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { arrayAt, isJsonObject, type JsonObject, objectAt, textAt } from '../../store/jsonObject.ts';
import type { ClusterConfig, ConfigResult, Material } from './clusterConfig.ts';
import { readUserConfig } from './readUserConfig.ts';

/** The sections of a kubeconfig that matter, each entry with the folder its relative paths start from. */
type KubeConfigFile = {
  readonly currentContext: string;
  readonly contexts: ReadonlyMap<string, Entry>;
  readonly clusters: ReadonlyMap<string, Entry>;
  readonly users: ReadonlyMap<string, Entry>;
};

export type Entry = { readonly json: JsonObject; readonly folder: string };

/**
 * Reads kubeconfig files, merged as kubectl does it: the first file that has an entry or a current context
 * wins. `context` is the one to use instead of the current one.
 */
export const readKubeConfig = async (
  paths: readonly string[],
  context: string | undefined,
): Promise<ConfigResult> => {
  const files: KubeConfigFile[] = [];
  for (const path of paths) {
    const file = await readFileAt(path);
    if (typeof file === 'string') return { kind: 'problem', message: file };
    files.push(file);
  }
  const names = paths.join('", "');
  const chosen = context ?? files.find((file) => file.currentContext !== '')?.currentContext ?? '';
  const entry = find(files, 'contexts', chosen);
  if (entry === undefined)
    return problem(names, chosen === '' ? 'no current-context' : `no context "${chosen}"`, 'one that it has');
  const clusterName = textAt(entry.json, 'cluster');
  const cluster = find(files, 'clusters', clusterName);
  if (cluster === undefined || textAt(cluster.json, 'server') === '')
    return problem(names, `no server for cluster "${clusterName}"`, 'clusters[].cluster.server');
  const userName = textAt(entry.json, 'user');
  const user = find(files, 'users', userName);
  if (user === undefined && userName !== '')
    return problem(names, `no user "${userName}"`, 'an entry in users');
  return { kind: 'config', config: clusterConfig(cluster, user ?? { json: {}, folder: cluster.folder }) };
};

const readFileAt = async (path: string): Promise<KubeConfigFile | string> => {
  try {
    // Loaded only when there is a kubeconfig: it takes a few milliseconds and megabytes.
    const { parseYaml } = await import('./parseYaml.ts');
    const parsed = parseYaml(await readFile(path, 'utf8'));
    if (parsed.kind === 'problem') return unreadable(path, parsed.found);
    // Empty, or nothing but comments: as kubectl has it, a file that says nothing.
    const json = parsed.value ?? {};
    if (!isJsonObject(json))
      return `Cannot read kubeconfig "${path}": it is no object, needed clusters, contexts and users`;
    const folder = dirname(resolve(path));
    return {
      currentContext: textAt(json, 'current-context'),
      contexts: entries(json, 'contexts', 'context', folder),
      clusters: entries(json, 'clusters', 'cluster', folder),
      users: entries(json, 'users', 'user', folder),
    };
  } catch (error) {
    return unreadable(path, error instanceof Error ? error.message.replaceAll(/\s+/g, ' ') : String(error));
  }
};

const unreadable = (path: string, found: string): string =>
  `Cannot read kubeconfig "${path}": ${found}, needed a file that kubectl can use`;

const entries = (
  json: JsonObject,
  section: string,
  member: string,
  folder: string,
): ReadonlyMap<string, Entry> =>
  new Map(
    arrayAt(json, section)
      .filter(isJsonObject)
      .map((item) => [textAt(item, 'name'), { json: objectAt(item, member), folder }]),
  );

const find = (
  files: readonly KubeConfigFile[],
  section: 'contexts' | 'clusters' | 'users',
  name: string,
): Entry | undefined => files.find((file) => file[section].has(name))?.[section].get(name);

const clusterConfig = (cluster: Entry, user: Entry): ClusterConfig => {
  const ca = material(cluster, 'certificate-authority');
  const cert = material(user, 'client-certificate');
  const key = material(user, 'client-key');
  const serverName = textAt(cluster.json, 'tls-server-name');
  const proxyUrl = textAt(cluster.json, 'proxy-url');
  return {
    server: textAt(cluster.json, 'server'),
    skipVerify: cluster.json['insecure-skip-tls-verify'] === true,
    user: readUserConfig(user),
    impersonation: impersonation(user.json),
    ...(ca && { ca }),
    ...(cert && { cert }),
    ...(key && { key }),
    ...(serverName !== '' && { serverName }),
    ...(proxyUrl !== '' && { proxyUrl }),
  };
};

/** `<name>-data` holds the content in base64 and wins over `<name>`, a path. */
const material = ({ json, folder }: Entry, name: string): Material | undefined => {
  const data = textAt(json, `${name}-data`);
  if (data !== '') return { kind: 'content', content: Buffer.from(data, 'base64').toString() };
  const path = textAt(json, name);
  return path === '' ? undefined : { kind: 'file', path: resolve(folder, path) };
};

const impersonation = (user: JsonObject): ClusterConfig['impersonation'] => {
  const as = textAt(user, 'as');
  const groups = arrayAt(user, 'as-groups').filter((group) => typeof group === 'string');
  return {
    ...(as !== '' && { 'impersonate-user': as }),
    ...(groups.length > 0 && { 'impersonate-group': groups }),
  };
};

const problem = (names: string, found: string, needed: string): ConfigResult => ({
  kind: 'problem',
  message: `Cannot use kubeconfig "${names}": ${found}, needed ${needed}`,
});
