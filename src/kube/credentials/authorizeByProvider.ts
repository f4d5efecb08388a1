import { textAt } from '../../store/jsonObject.ts';
import type { ClusterConfig } from './clusterConfig.ts';

export type ProviderResult =
  | { readonly kind: 'authorization'; readonly authorization: string }
  | { readonly kind: 'problem'; readonly message: string };

/**
 * The Authorization header of an auth-provider (OIDC and the older ones of clouds), by the Kubernetes client
 * library. It is loaded here and nowhere else, because it costs 36 MB and a fifth of a second.
 */
export const authorizeByProvider = async (
  config: ClusterConfig,
  provider: { readonly name: string; readonly config: unknown },
): Promise<ProviderResult> => {
  try {
    const { KubeConfig } = await import('@kubernetes/client-node/dist/config.js');
    const kubeConfig = new KubeConfig();
    kubeConfig.loadFromClusterAndUser(
      { name: 'cluster', server: config.server, skipTLSVerify: true },
      { name: 'user', authProvider: { name: provider.name, config: provider.config } },
    );
    const options: { headers?: Record<string, unknown> } = {};
    await kubeConfig.applyToHTTPSOptions(options as Parameters<typeof kubeConfig.applyToHTTPSOptions>[0]);
    const authorization = textAt(options.headers ?? {}, 'Authorization');
    if (authorization !== '') return { kind: 'authorization', authorization };
    return problem(provider.name, 'no token');
  } catch (error) {
    return problem(provider.name, error instanceof Error ? error.message : String(error));
  }
};

const problem = (name: string, found: string): ProviderResult => ({
  kind: 'problem',
  message: `Cannot get a credential from auth-provider "${name}": ${found}, needed a login that is valid`,
});
