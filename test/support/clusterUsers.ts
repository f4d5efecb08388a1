import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Somebody the API server knows, with the files to log in by. */
export interface ClusterUser {
  readonly name: string;
  readonly token: string;
  /** Mode 0600, holds the token alone. */
  readonly tokenFile: string;
  readonly kubeconfig: string;
}

/** `admin` may do anything; `k8s-bind` what {@link clusterObjects} grants; `stranger` may only log in. */
export type UserName = 'admin' | 'k8s-bind' | 'stranger';

export type ClusterUsers = Readonly<Record<UserName, ClusterUser>>;

/** Makes each user's token, kubeconfig and, for the API server, the table of them all (`tokens.csv`). */
export async function writeUsers(
  folder: string,
  cluster: { url: string; caFile: string },
): Promise<ClusterUsers> {
  const users = {
    admin: await writeUser(folder, 'admin', cluster),
    'k8s-bind': await writeUser(folder, 'k8s-bind', cluster),
    stranger: await writeUser(folder, 'stranger', cluster),
  };
  const rows = Object.values(users).map(({ name, token }) =>
    name === 'admin' ? `${token},${name},${name},system:masters` : `${token},${name},${name}`,
  );
  await writeFile(join(folder, 'tokens.csv'), `${rows.join('\n')}\n`, { mode: 0o600 });
  return users;
}

async function writeUser(
  folder: string,
  name: UserName,
  { url, caFile }: { url: string; caFile: string },
): Promise<ClusterUser> {
  const token = randomBytes(16).toString('hex');
  const tokenFile = join(folder, `${name}.token`);
  const kubeconfig = join(folder, `${name}.kubeconfig`);
  await writeFile(tokenFile, token, { mode: 0o600 });
  const content = {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'test', cluster: { server: url, 'certificate-authority': caFile } }],
    users: [{ name, user: { token } }],
    contexts: [{ name: 'test', context: { cluster: 'test', user: name } }],
    'current-context': 'test',
  };
  await writeFile(kubeconfig, JSON.stringify(content, null, 2), { mode: 0o600 });
  return { name, token, tokenFile, kubeconfig };
}

const read = ['get', 'list', 'watch'];
const gatewayResources = [
  'gatewayclasses',
  'gateways',
  'listenersets',
  'httproutes',
  'grpcroutes',
  'tlsroutes',
  'tcproutes',
  'udproutes',
];
const roleRef = { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'k8s-bind' };

/**
 * What the daemon's user may do, by the path each object is created at. Delete the binding to take it all
 * away.
 */
export const clusterObjects: readonly { readonly path: string; readonly object: object }[] = [
  {
    path: '/apis/rbac.authorization.k8s.io/v1/clusterroles',
    object: {
      metadata: { name: roleRef.name },
      rules: [
        { apiGroups: [''], resources: ['services', 'endpoints', 'namespaces', 'nodes', 'pods'], verbs: read },
        { apiGroups: ['discovery.k8s.io'], resources: ['endpointslices'], verbs: read },
        { apiGroups: ['networking.k8s.io'], resources: ['ingresses', 'ingressclasses'], verbs: read },
        { apiGroups: ['gateway.networking.k8s.io'], resources: gatewayResources, verbs: read },
        { apiGroups: ['externaldns.k8s.io'], resources: ['dnsendpoints'], verbs: read },
        { apiGroups: ['multicluster.x-k8s.io'], resources: ['serviceimports'], verbs: read },
        { apiGroups: ['coordination.k8s.io'], resources: ['leases'], verbs: ['get', 'create', 'update'] },
        { apiGroups: ['', 'events.k8s.io'], resources: ['events'], verbs: ['create', 'patch'] },
      ],
    },
  },
  {
    path: '/apis/rbac.authorization.k8s.io/v1/clusterrolebindings',
    object: {
      metadata: { name: roleRef.name },
      roleRef,
      subjects: [{ kind: 'User', name: 'k8s-bind', apiGroup: 'rbac.authorization.k8s.io' }],
    },
  },
];
