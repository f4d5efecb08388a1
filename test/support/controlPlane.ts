import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type ApiClient, apiClient } from './apiClient.ts';
import { type ClusterUsers, clusterObjects } from './clusterUsers.ts';
import { controlPlanePrograms } from './controlPlaneBuild.ts';
import {
  apiServerCommand,
  type ControlPlaneOptions,
  type ControlPlanePlace,
  controllerManagerCommand,
  proxyCommand,
} from './controlPlaneCommands.ts';
import { layOutControlPlane } from './controlPlaneFolder.ts';
import { type Etcd, startEtcd } from './etcd.ts';
import { markPodsReady, type PodChoice } from './markPodsReady.ts';
import { type RunningProcess, run, startProcess, whenReady } from './process.ts';
import { type TemporaryFolder, temporaryFolder } from './temporaryFolder.ts';

/**
 * A Kubernetes API with a store, without nodes. Services get addresses of 10.96.0.0/12 and fd00:10:96::/108.
 */
export interface ControlPlane extends AsyncDisposable {
  readonly folder: string;
  /** https://127.0.0.1:port */
  readonly url: string;
  readonly caFile: string;
  /** The plain-http API of {@link ControlPlaneOptions.proxy}, where everyone is admin. */
  readonly proxyUrl: string | undefined;
  readonly users: ClusterUsers;
  /** As admin. Returns stdout. */
  readonly kubectl: (...args: readonly string[]) => Promise<string>;
  /** `kubectl apply` of YAML text. */
  readonly apply: (yaml: string) => Promise<void>;
  /** As admin, over a kept-alive connection. See {@link ApiClient.request}. */
  readonly api: ApiClient['request'];
  readonly markPodsReady: (choice?: PodChoice) => Promise<readonly string[]>;
  /** The API server that runs now, or ran last, for signals. */
  readonly apiServer: () => RunningProcess;
  readonly stopApiServer: () => Promise<void>;
  readonly killApiServer: () => Promise<void>;
  /** On the same port, over the same store. */
  readonly startApiServer: () => Promise<void>;
  readonly etcd: Etcd;
}

/**
 * Starts etcd, the API server and what the options ask for. Returns when the system's namespaces are there.
 */
export async function startControlPlane(options: ControlPlaneOptions = {}): Promise<ControlPlane> {
  if (!controlPlanePrograms.isBuilt()) {
    throw new Error(
      'Cannot start a control plane: it is not built, run "node test/support/controlPlaneBuild.ts" (about 10 minutes)',
    );
  }
  const root = await temporaryFolder('cluster');
  const { place, users } = await layOutControlPlane(root.path);
  const isElsewhere = options.commandPrefix !== undefined;
  const api = apiClient({
    port: place.port,
    ...(isElsewhere && { socketPath: relaySocket(place) }),
    ca: await readFile(place.certificateFile, 'utf8'),
    token: users.admin.token,
  });
  const processes: Processes = { apiServer: undefined, others: [] };
  const etcd = startEtcd(place, options.commandPrefix ?? []);
  const parts = { root, place, users, api, processes, options, etcd };
  const controlPlane = assemble(parts);
  try {
    if (isElsewhere) await startRelay(parts);
    await controlPlane.startApiServer();
    for (const { path, object } of clusterObjects) await api.request('POST', path, object);
    await startOthers(parts);
    return controlPlane;
  } catch (error) {
    await controlPlane[Symbol.asyncDispose]();
    throw error;
  }
}

interface Processes {
  apiServer: RunningProcess | undefined;
  others: RunningProcess[];
}

interface Parts {
  readonly root: TemporaryFolder;
  readonly place: ControlPlanePlace;
  readonly users: ClusterUsers;
  readonly api: ApiClient;
  readonly processes: Processes;
  readonly options: ControlPlaneOptions;
  readonly etcd: Etcd;
}

function assemble(parts: Parts): ControlPlane {
  const { root, place, users, api, processes, options, etcd } = parts;
  const kubectl = (args: readonly string[], input?: string): Promise<string> =>
    run([...(options.commandPrefix ?? []), controlPlanePrograms.program('kubectl'), ...args], {
      env: { KUBECONFIG: users.admin.kubeconfig, HOME: place.folder },
      ...(input === undefined ? {} : { input }),
    });
  const disconnectThen = async (end: () => Promise<void> | undefined): Promise<void> => {
    api.disconnect();
    await end();
  };
  let pods = 0;
  return {
    folder: place.folder,
    url: `https://127.0.0.1:${place.port}`,
    caFile: place.certificateFile,
    proxyUrl: options.proxy ? `http://127.0.0.1:${place.proxyPort}` : undefined,
    users,
    kubectl: (...args) => kubectl(args),
    apply: async (yaml) => void (await kubectl(['apply', '-f', '-'], yaml)),
    api: api.request,
    markPodsReady: (choice = {}) => markPodsReady(api, () => ++pods, choice),
    apiServer: () => runningApiServer(processes),
    startApiServer: () => startApiServer(parts),
    stopApiServer: () => disconnectThen(() => processes.apiServer?.stop()),
    killApiServer: () => disconnectThen(() => processes.apiServer?.kill()),
    etcd,
    // Nothing of it is needed any more, and a clean end of the API server takes seconds.
    [Symbol.asyncDispose]: () =>
      disconnectThen(async () => {
        await processes.apiServer?.kill();
        await Promise.all([etcd, ...processes.others].map((server) => server.kill()));
        await root[Symbol.asyncDispose]();
      }),
  };
}

function start({ commandPrefix = [] }: ControlPlaneOptions, command: readonly string[]): RunningProcess {
  return startProcess([...commandPrefix, ...command]);
}

const relaySocket = ({ folder }: ControlPlanePlace): string => join(folder, 'api.sock');

/** Makes the API server of another network namespace reachable for our own client. */
async function startRelay({ place, options, processes }: Parts): Promise<void> {
  const relay = join(import.meta.dirname, 'socketRelay.ts');
  const server = start(options, [process.execPath, relay, relaySocket(place), String(place.port)]);
  processes.others.push(server);
  await whenReady('the relay listens', server, () => Promise.resolve(existsSync(relaySocket(place))));
}

async function startApiServer({ place, options, processes, api }: Parts): Promise<void> {
  const server = start(options, apiServerCommand(place, options));
  processes.apiServer = server;
  const paths = pathsOfReadiness(options);
  const isReady = async (): Promise<boolean> => {
    for (const path of paths) await api.request('GET', path);
    return true;
  };
  await whenReady('the API server is ready', server, isReady, 60_000);
}

/**
 * An API server creates its namespaces and its own Service a little after it is ready. One without the API of
 * EndpointSlices waits for them in vain: it says that its informers are not in sync, and never makes that
 * Service.
 */
function pathsOfReadiness({ runtimeConfig = '' }: ControlPlaneOptions): readonly string[] {
  const namespaces = ['/api/v1/namespaces/default', '/api/v1/namespaces/kube-system'];
  return runtimeConfig.includes('discovery.k8s.io/v1=false')
    ? ['/readyz?exclude=informer-sync', ...namespaces]
    : ['/readyz', ...namespaces, '/api/v1/namespaces/default/services/kubernetes'];
}

async function startOthers({ place, options, processes }: Parts): Promise<void> {
  const { controllers = [], proxy = false } = options;
  if (controllers.length > 0) {
    processes.others.push(start(options, controllerManagerCommand(place, controllers)));
  }
  if (proxy) {
    const server = start(options, proxyCommand(place));
    processes.others.push(server);
    const isReady = async (): Promise<boolean> =>
      (await fetch(`http://127.0.0.1:${place.proxyPort}/readyz`)).ok;
    await whenReady('the proxy answers', server, isReady);
  }
}

function runningApiServer({ apiServer }: Processes): RunningProcess {
  if (apiServer === undefined)
    throw new Error('Cannot find the API server: it was never started, start it first');
  return apiServer;
}
