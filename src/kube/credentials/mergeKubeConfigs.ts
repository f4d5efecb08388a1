import { resolve } from 'node:path';
import { arrayAt, isJsonObject, type JsonObject, objectAt, textAt } from '../../store/jsonObject.ts';
import type { ClusterConfig, ConfigResult, Material } from './clusterConfig.ts';
import { readUserConfig } from './readUserConfig.ts';

/** A kubeconfig as plain data, and the folder its relative paths start from. */
export type KubeConfigData = { readonly path: string; readonly folder: string; readonly json: JsonObject };

export type Entry = { readonly json: JsonObject; readonly folder: string };

/**
 * What kubeconfigs say, merged as kubectl does it: the first file that has an entry or a current context
 * wins. `context` is the one to use instead of the current one.
 */
export const mergeKubeConfigs = (
  files: readonly KubeConfigData[],
  context: string | undefined,
): ConfigResult => {
  const read = files.map(sectionsOf);
  const names = files.map(({ path }) => path).join('", "');
  const chosen = context ?? read.find((file) => file.currentContext !== '')?.currentContext ?? '';
  const entry = find(read, 'contexts', chosen);
  if (entry === undefined)
    return problem(names, chosen === '' ? 'no current-context' : `no context "${chosen}"`, 'one that it has');
  const clusterName = textAt(entry.json, 'cluster');
  const cluster = find(read, 'clusters', clusterName);
  if (cluster === undefined || textAt(cluster.json, 'server') === '')
    return problem(names, `no server for cluster "${clusterName}"`, 'clusters[].cluster.server');
  const userName = textAt(entry.json, 'user');
  const user = find(read, 'users', userName);
  if (user === undefined && userName !== '')
    return problem(names, `no user "${userName}"`, 'an entry in users');
  return { kind: 'config', config: clusterConfig(cluster, user ?? { json: {}, folder: cluster.folder }) };
};

/** The sections of a kubeconfig that matter. */
type Sections = {
  readonly currentContext: string;
  readonly contexts: ReadonlyMap<string, Entry>;
  readonly clusters: ReadonlyMap<string, Entry>;
  readonly users: ReadonlyMap<string, Entry>;
};

const sectionsOf = ({ json, folder }: KubeConfigData): Sections => ({
  currentContext: textAt(json, 'current-context'),
  contexts: entries(json, 'contexts', 'context', folder),
  clusters: entries(json, 'clusters', 'cluster', folder),
  users: entries(json, 'users', 'user', folder),
});

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
  files: readonly Sections[],
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
