import { controllerPrograms } from './controllersBuild.ts';
import type { ControlPlane } from './controlPlane.ts';
import { type RunningProcess, startProcess } from './process.ts';
import { waitFor } from './waitFor.ts';

/**
 * Kubernetes' service controller: Services of type LoadBalancer get 198.51.100.1 and 2001:db8:100::1, and the
 * next get those after them.
 */
export function startLoadBalancer({ users }: ControlPlane): RunningProcess {
  return startProcess([controllerPrograms.program('loadbalancer'), `--kubeconfig=${users.admin.kubeconfig}`]);
}

/** The class of Ingresses and of Gateways that {@link startTraefik} answers for. */
export const traefikClass = 'traefik';
/** The Service whose addresses it publishes. */
export const traefikService = { namespace: 'kube-system', name: 'traefik' } as const;

export interface TraefikOptions {
  /** TCPRoutes too; needs the experimental channel of the Gateway API. */
  readonly experimental?: boolean;
}

/**
 * Traefik's part that reads Ingresses, Gateways and routes and sets their status. The definitions of the
 * Gateway API must be there; its classes and its Service of type LoadBalancer are made.
 */
export async function startTraefik(
  cluster: ControlPlane,
  { experimental = false }: TraefikOptions = {},
): Promise<RunningProcess> {
  await cluster.apply(traefikObjects);
  const { namespace, name } = traefikService;
  const flags = [`--service=${namespace}/${name}`, `--experimental=${experimental}`];
  const traefik = startProcess([controllerPrograms.program('traefik'), ...flags], {
    env: { KUBECONFIG: cluster.users.admin.kubeconfig },
  });
  const path = `/apis/gateway.networking.k8s.io/v1/gatewayclasses/${traefikClass}`;
  const isAccepted = async (): Promise<boolean> => {
    const { status } = await cluster.api<GatewayClass>('GET', path);
    return status.conditions.some(({ type, status: is }) => type === 'Accepted' && is === 'True');
  };
  const hopeless = (): string | undefined => (traefik.isRunning() ? undefined : traefik.logs().slice(-4000));
  await waitFor('Traefik accepts its class', isAccepted, { deadlineMs: 30_000, hopeless });
  return traefik;
}

interface GatewayClass {
  readonly status: { readonly conditions: readonly { readonly type: string; readonly status: string }[] };
}

const traefikObjects = `
apiVersion: networking.k8s.io/v1
kind: IngressClass
metadata: { name: ${traefikClass} }
spec: { controller: traefik.io/ingress-controller }
---
apiVersion: gateway.networking.k8s.io/v1
kind: GatewayClass
metadata: { name: ${traefikClass} }
spec: { controllerName: traefik.io/gateway-controller }
---
apiVersion: v1
kind: Service
metadata: { name: ${traefikService.name}, namespace: ${traefikService.namespace} }
spec:
  type: LoadBalancer
  ipFamilyPolicy: PreferDualStack
  selector: { app: traefik }
  ports:
    - { name: web, port: 80 }
    - { name: websecure, port: 443 }
`;
