import { stringify } from 'yaml';
import type { Config } from '../../config/options.ts';

export type TokenSecret = {
  readonly token: string;
  /** Base64, as in the Secret; absent where the controller manager knows no authority. */
  readonly ca?: string;
};

/** As kubectl prints one, with all files inside. */
type AdminKubeconfig = {
  readonly 'current-context'?: string;
  readonly contexts?:
    | readonly { readonly name: string; readonly context: { readonly cluster: string } }[]
    | null;
  readonly clusters?: readonly { readonly name: string; readonly cluster: Cluster }[] | null;
};

type Cluster = { readonly server: string; readonly 'certificate-authority-data'?: string };

/**
 * A kubeconfig for the cluster of another one, with nothing of that one's user. Without any, kubectl speaks
 * to an API without a password on this host, and so do we.
 */
export const kubeconfigText = (
  admin: unknown,
  { token, ca }: TokenSecret,
  { master, context }: Pick<Config, 'master' | 'context'>,
): string => {
  const found = clusterOf(admin as AdminKubeconfig, context);
  const server = master ?? found.server;
  const needsCa = server.startsWith('https:') && !('certificate-authority-data' in found) && ca !== undefined;
  const cluster = { ...found, server, ...(needsCa && { 'certificate-authority-data': ca }) };
  return stringify(
    {
      apiVersion: 'v1',
      kind: 'Config',
      clusters: [{ name: 'cluster', cluster }],
      users: [{ name: 'k8s-bind', user: { token } }],
      contexts: [{ name: 'k8s-bind', context: { cluster: 'cluster', user: 'k8s-bind' } }],
      'current-context': 'k8s-bind',
    },
    { lineWidth: 0 },
  );
};

const clusterOf = (admin: AdminKubeconfig, chosen: string | undefined): Cluster => {
  const name = chosen ?? admin['current-context'];
  const context = admin.contexts?.find((one) => one.name === name)?.context;
  const cluster = admin.clusters?.find((one) => one.name === context?.cluster)?.cluster;
  return cluster ?? { server: 'http://localhost:8080' };
};
