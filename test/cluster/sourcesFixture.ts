import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ControlPlane } from '../support/controlPlane.ts';
import { type Daemon, startDaemon } from '../support/daemon.ts';
import { type Named, startNamed } from '../support/named.ts';
import { waitFor } from '../support/waitFor.ts';

export const zone = 'k8s.example';

/** A daemon that makes names of routes and Ingresses too, each of which may have every name of its zone. */
export interface PublishedSources extends AsyncDisposable {
  readonly named: Named;
  readonly daemon: Daemon;
  /** A and AAAA of a name below the zone, sorted. */
  readonly addresses: (name: string) => Promise<readonly string[]>;
  /** Waits until a name below the zone has just these, sorted. */
  readonly become: (name: string, ips: readonly string[]) => Promise<void>;
}

export async function publishSources(cluster: ControlPlane): Promise<PublishedSources> {
  await using parts = new AsyncDisposableStack();
  const named = parts.use(await startNamed({ zones: [{ name: zone }] }));
  const config = join(cluster.folder, 'sources.yaml');
  await writeFile(config, "allow: [{ names: ['**.{zone}'] }]\n");
  const kubeconfig = ['--kubeconfig', cluster.users['k8s-bind'].kubeconfig];
  const sources = ['--source', 'service,gateway,ingress', '--config', config];
  const daemon = parts.use(await startDaemon(named, `${zone}.`, [...kubeconfig, ...sources]));
  await daemon.ready();
  const all = parts.move();
  const addresses = async (name: string): Promise<readonly string[]> => {
    const types = ['A', 'AAAA'].map((type) => named.dig(`${name}.${zone}`, type, '+short'));
    return words((await Promise.all(types)).join('\n'));
  };
  return {
    named,
    daemon,
    addresses,
    become: async (name, ips) => {
      const until = (found: readonly string[]): boolean => found.join() === ips.join();
      await waitFor(`${name} has the addresses "${ips.join()}"`, () => addresses(name), { until });
    },
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  };
}

/** Waits until a Service of type LoadBalancer has addresses; returns them, sorted. */
export const loadBalancerIps = (
  cluster: ControlPlane,
  { namespace, name }: { readonly namespace: string; readonly name: string },
): Promise<readonly string[]> => {
  const output = '--output=jsonpath={.status.loadBalancer.ingress[*].ip}';
  const look = async (): Promise<readonly string[]> =>
    words(await cluster.kubectl('get', 'service', name, `--namespace=${namespace}`, output));
  return waitFor(`${name} has addresses`, look, { until: (ips) => ips.length > 0 });
};

const words = (text: string): readonly string[] =>
  text
    .split(/\s+/)
    .filter((word) => word !== '')
    .sort();

interface GatewayOptions {
  readonly className: string;
  readonly namespace?: string;
}

/** With one listener, for names below the zone, of routes of its own namespace. */
export const gatewayYaml = ({ className, namespace = 'default' }: GatewayOptions): string => `
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: web, namespace: ${namespace} }
spec:
  gatewayClassName: ${className}
  listeners: [{ name: http, port: 80, protocol: HTTP, hostname: '*.${zone}' }]
`;

interface RouteOptions {
  readonly name: string;
  readonly hostname?: string;
  readonly namespace?: string;
  readonly gatewayNamespace?: string;
}

/** Of the Gateway `web`, for its own name in the zone unless another is given. */
export const routeYaml = ({
  name,
  hostname = `${name}.${zone}`,
  namespace = 'default',
  gatewayNamespace = 'default',
}: RouteOptions): string => `
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: ${name}, namespace: ${namespace} }
spec:
  parentRefs: [{ name: web, namespace: ${gatewayNamespace} }]
  hostnames: ['${hostname}']
`;

/** For its own name in the zone. */
export const ingressYaml = (name: string, className: string): string => `
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: ${name} }
spec:
  ingressClassName: ${className}
  rules:
    - host: ${name}.${zone}
      http: { paths: [{ path: /, pathType: Prefix, backend: { service: { name: web, port: { number: 80 } } } }] }
`;
