import { join } from 'node:path';
import { controlPlanePrograms } from './controlPlaneBuild.ts';

/** What of a control plane a test may choose. */
export interface ControlPlaneOptions {
  /** Controllers to run, such as {@link workloadControllers}; without any there is no controller manager. */
  readonly controllers?: readonly string[];
  /** `discovery.k8s.io/v1=false` gives an API server without EndpointSlices. */
  readonly runtimeConfig?: string;
  /** `WatchList=false` gives one that cannot stream its lists. */
  readonly featureGates?: string;
  /** More flags for the API server. */
  readonly apiServerFlags?: readonly string[];
  /** Serves the API over plain http, as old installations do, by `kubectl proxy`. */
  readonly proxy?: boolean;
  /** Stands before every command, such as `['ip', 'netns', 'exec', 'node']`. */
  readonly commandPrefix?: readonly string[];
}

/**
 * From Deployments and StatefulSets by pods to EndpointSlices and Endpoints; deletes what is in deleted
 * namespaces.
 */
export const workloadControllers = [
  'deployment-controller',
  'replicaset-controller',
  'statefulset-controller',
  'endpointslice-controller',
  'endpointslice-mirroring-controller',
  'endpoints-controller',
  'namespace-controller',
] as const;

/** The files and ports that the commands of one control plane share. */
export interface ControlPlanePlace {
  readonly folder: string;
  readonly port: number;
  readonly proxyPort: number;
  readonly etcdPort: number;
  readonly etcdPeerPort: number;
  readonly certificateFile: string;
  readonly keyFile: string;
  readonly adminKubeconfig: string;
}

export function etcdCommand({ folder, etcdPort, etcdPeerPort }: ControlPlanePlace): readonly string[] {
  const url = `http://127.0.0.1:${etcdPort}`;
  const peerUrl = `http://127.0.0.1:${etcdPeerPort}`;
  return [
    controlPlanePrograms.program('etcd'),
    `--data-dir=${join(folder, 'etcd')}`,
    '--unsafe-no-fsync',
    '--log-level=warn',
    `--listen-client-urls=${url}`,
    `--advertise-client-urls=${url}`,
    `--listen-peer-urls=${peerUrl}`,
    `--initial-advertise-peer-urls=${peerUrl}`,
    `--initial-cluster=default=${peerUrl}`,
  ];
}

/**
 * The API server. It needs no service accounts, so their admission is off; the address it publishes as the
 * Service `kubernetes` is one of RFC 5737, because its own is a loopback address, which Kubernetes does not
 * take as an endpoint.
 */
export function apiServerCommand(place: ControlPlanePlace, options: ControlPlaneOptions): readonly string[] {
  const { runtimeConfig, featureGates, apiServerFlags = [] } = options;
  const { folder } = place;
  return [
    controlPlanePrograms.program('kube-apiserver'),
    `--etcd-servers=http://127.0.0.1:${place.etcdPort}`,
    '--bind-address=127.0.0.1',
    `--secure-port=${place.port}`,
    '--advertise-address=192.0.2.1',
    '--service-cluster-ip-range=10.96.0.0/12,fd00:10:96::/108',
    `--tls-cert-file=${place.certificateFile}`,
    `--tls-private-key-file=${place.keyFile}`,
    `--token-auth-file=${join(folder, 'tokens.csv')}`,
    '--authorization-mode=RBAC',
    '--service-account-issuer=https://kubernetes.default.svc',
    `--service-account-signing-key-file=${join(folder, 'service-account.key')}`,
    `--service-account-key-file=${join(folder, 'service-account.pub')}`,
    '--disable-admission-plugins=ServiceAccount',
    ...(runtimeConfig === undefined ? [] : [`--runtime-config=${runtimeConfig}`]),
    ...(featureGates === undefined ? [] : [`--feature-gates=${featureGates}`]),
    ...apiServerFlags,
  ];
}

export function controllerManagerCommand(
  { adminKubeconfig, folder, certificateFile }: ControlPlanePlace,
  controllers: readonly string[],
): readonly string[] {
  return [
    controlPlanePrograms.program('kube-controller-manager'),
    `--kubeconfig=${adminKubeconfig}`,
    `--controllers=${controllers.join(',')}`,
    '--leader-elect=false',
    `--service-account-private-key-file=${join(folder, 'service-account.key')}`,
    `--root-ca-file=${certificateFile}`,
    '--secure-port=0',
    '--endpointslice-updates-batch-period=0s',
    '--endpoint-updates-batch-period=0s',
  ];
}

export function proxyCommand({ adminKubeconfig, proxyPort }: ControlPlanePlace): readonly string[] {
  const listen = ['--address=127.0.0.1', `--port=${proxyPort}`];
  return [controlPlanePrograms.program('kubectl'), 'proxy', `--kubeconfig=${adminKubeconfig}`, ...listen];
}
