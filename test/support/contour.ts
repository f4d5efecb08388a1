import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { contourPrograms } from './controllersBuild.ts';
import type { ControlPlane } from './controlPlane.ts';
import { freePort } from './freePort.ts';
import { type RunningProcess, startProcess, whenReady } from './process.ts';

/** The class of Ingresses and of Gateways that {@link startContour} answers for. */
export const contourClass = 'contour';
/** It answers for this Gateway alone, which a test creates. */
export const contourGateway = { namespace: 'projectcontour', name: 'web' } as const;
/** The Service of the proxy, whose addresses it publishes. */
const proxyService = { namespace: 'projectcontour', name: 'envoy' } as const;

/**
 * Contour without its proxy. Its own definitions and those of the Gateway API's experimental channel must be
 * there (it reads TLSRoutes and TCPRoutes in v1alpha2); its class and the proxy's Service are made.
 */
export async function startContour(cluster: ControlPlane): Promise<RunningProcess> {
  await cluster.apply(objects);
  const config = join(cluster.folder, 'contour.yaml');
  await writeFile(config, JSON.stringify({ gateway: { gatewayRef: contourGateway } }));
  const healthPort = await freePort();
  const contour = startProcess([
    contourPrograms.program('contour'),
    'serve',
    `--config-path=${config}`,
    `--kubeconfig=${cluster.users.admin.kubeconfig}`,
    '--disable-leader-election',
    `--envoy-service-namespace=${proxyService.namespace}`,
    `--envoy-service-name=${proxyService.name}`,
    '--insecure',
    ...listen('xds', await freePort()),
    ...listen('health', healthPort),
    ...listen('http', await freePort()),
    ...listen('debug-http', await freePort()),
  ]);
  const health = `http://127.0.0.1:${healthPort}/health`;
  await whenReady('Contour is healthy', contour, async () => (await fetch(health)).ok);
  return contour;
}

const listen = (what: string, port: number): readonly string[] => [
  `--${what}-address=127.0.0.1`,
  `--${what}-port=${port}`,
];

const objects = `
apiVersion: v1
kind: Namespace
metadata: { name: ${proxyService.namespace} }
---
apiVersion: gateway.networking.k8s.io/v1
kind: GatewayClass
metadata: { name: ${contourClass} }
spec: { controllerName: projectcontour.io/gateway-controller }
---
apiVersion: v1
kind: Service
metadata: { name: ${proxyService.name}, namespace: ${proxyService.namespace} }
spec: { type: LoadBalancer, ipFamilyPolicy: PreferDualStack, ports: [{ name: http, port: 80 }] }
`;
