import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { createBackoff } from '../backoff.ts';
import { systemClock } from '../clock.ts';
import type { Config } from '../config/options.ts';
import { readClusterIdentity } from '../kube/api/clusterIdentity.ts';
import { createTransport, type Transport } from '../kube/api/transport.ts';
import {
  type ConditionWriter,
  type ConditionWriterDeps,
  createConditionWriter,
} from '../kube/conditions/conditionWriter.ts';
import { createKubeSource } from '../kube/createKubeSource.ts';
import { createCredentials } from '../kube/credentials/createCredentials.ts';
import { createEventWriter } from '../kube/events/eventWriter.ts';
import type { ServiceEvent } from '../kube/events/serviceEvent.ts';
import { createManifestSource } from '../manifests/createManifestSource.ts';
import { readOwnerId } from '../manifests/ownerId.ts';
import type { Service } from '../model/service.ts';
import type { SourceName } from '../model/sourceName.ts';
import { readsNodes } from '../records/readsNodes.ts';
import { recordNeeds } from '../records/recordNeeds.ts';
import type { RecordOptions } from '../records/recordOptions.ts';
import { namespacesToRead } from '../store/namespacesToRead.ts';
import type { ObjectSource, SourceEvent } from '../store/objectSource.ts';
import { readsEndpoints } from '../store/sourceResources.ts';
import { projectionNeedsOf } from './projectionNeedsOf.ts';
import { resourcesBesides } from './resourcesOf.ts';
import { selectionOf } from './selectionOf.ts';

/** Services and endpoints, from a cluster or from manifests, and whose they are. */
export type OpenedSource = {
  readonly source: ObjectSource;
  /** For people: the API server's address, or the path. */
  readonly description: string;
  /** Identity of the cluster or of the folder; asked again until it is known. */
  readonly owner: (signal: AbortSignal) => Promise<OwnerResult>;
  /**
   * Why what is configured cannot be used as it is: a kubeconfig, its context, a credential. Undefined where
   * nothing is wrong with it; a daemon waits for that, a command that has an end does not.
   */
  readonly fault: (signal: AbortSignal) => Promise<string | undefined>;
  /** The way to the API server; undefined for manifests. */
  readonly transport?: Transport;
  /** Writes an Event about a Service; does nothing where there is no API server. */
  readonly writeEvent: (event: ServiceEvent) => void;
  /**
   * Keeps the conditions of Services as they should be; absent where they are not asked for, and where there
   * is no API server.
   */
  readonly conditionWriter?: (desired: ConditionWriterDeps['desired']) => ConditionWriter;
  /** Ends connections that are kept for later. */
  readonly close: () => void;
};

export type OwnerResult =
  | { readonly kind: 'owner'; readonly owner: string }
  | { readonly kind: 'unknown'; readonly message: string };

/** What a source has of its process: its environment, for credentials, and standard input, for manifests. */
export type SourceHost = { readonly env: NodeJS.ProcessEnv; readonly input: NodeJS.ReadableStream };

export type OpenSourceDeps = {
  readonly host: SourceHost;
  readonly onEvent: (event: SourceEvent) => void;
  readonly signal: AbortSignal;
};

/** `--manifests` wins over a cluster: who names files means them. */
export const openSource = (
  deps: OpenSourceDeps,
  config: Config,
  zones: readonly RecordOptions[],
): Promise<OpenedSource> =>
  config.manifests === undefined
    ? openCluster(deps, config, zones)
    : Promise.resolve(openManifests(deps, config.manifests, config, zones));

const openCluster = async (
  { onEvent, signal, host }: OpenSourceDeps,
  config: Config,
  zones: readonly RecordOptions[],
): Promise<OpenedSource> => {
  const { master, kubeconfig, context } = config;
  const credentials = await createCredentials({ master, kubeconfig, context, env: host.env });
  const transport = createTransport(credentials);
  const eventWriter = createEventWriter({
    transport,
    clock: systemClock,
    signal,
    reporter: hostname(),
    onProblem: (message) =>
      onEvent(message === undefined ? { kind: 'events-recovered' } : { kind: 'events-problem', message }),
  });
  return {
    description: credentials.origin,
    transport,
    source: createKubeSource({
      transport,
      selection: selectionOf(config, zones),
      needs: { ...projectionNeedsOf(zones, hasTemplates(config)), changesSinceMs: systemClock.wallMs() },
      sources: sourcesOf(config, zones),
      endpoints: readsEndpoints(sourcesOf(config, zones)),
      ...nodesOf(zones),
      besides: resourcesBesides(zones),
      onEvent,
    }),
    owner: (signal) => identityOf(transport, onEvent, signal),
    writeEvent: eventWriter.write,
    ...(config.publishedCondition && {
      conditionWriter: (desired: ConditionWriterDeps['desired']) =>
        createConditionWriter({
          transport,
          clock: systemClock,
          namespaces: namespacesToRead('services', selectionOf(config, zones)),
          desired,
          onProblem: (message) =>
            onEvent(
              message === undefined
                ? { kind: 'conditions-recovered' }
                : { kind: 'conditions-problem', message },
            ),
        }),
    }),
    fault: async (signal) => {
      const access = await credentials.access(signal);
      return access.kind === 'problem' ? access.message : undefined;
    },
    close: transport.close,
  };
};

/** The cluster's identity, asked for as long as the API is away. */
const identityOf = async (
  transport: Transport,
  onEvent: (event: SourceEvent) => void,
  signal: AbortSignal,
): Promise<OwnerResult> => {
  const backoff = createBackoff(Math.random, { baseMs: 800, maxMs: 30_000 });
  let said = '';
  while (!signal.aborted) {
    const identity = await readClusterIdentity(transport, signal);
    if (identity.kind === 'found') return { kind: 'owner', owner: identity.uid };
    if (identity.kind === 'forbidden') return { kind: 'unknown', message: identity.message };
    if (identity.message !== said) onEvent({ kind: 'source-problem', message: identity.message });
    said = identity.message;
    await sleep(backoff.nextMs(), undefined, { signal }).catch(() => undefined);
  }
  return { kind: 'unknown', message: 'stopped' };
};

const openManifests = (
  { onEvent, host }: OpenSourceDeps,
  path: string,
  config: Config,
  zones: readonly RecordOptions[],
): OpenedSource => ({
  description: path,
  source: createManifestSource({
    path,
    sources: sourcesOf(config, zones),
    needs: projectionNeedsOf(zones, hasTemplates(config)),
    selection: selectionOf(config, zones),
    ...nodesOf(zones),
    onEvent,
    input: host.input,
  }),
  owner: async () => {
    const owner = await readOwnerId(path);
    return owner.kind === 'found'
      ? { kind: 'owner', owner: owner.id }
      : { kind: 'unknown', message: owner.message };
  },
  writeEvent: () => undefined,
  fault: async () => undefined,
  close: () => undefined,
});

const hasTemplates = ({ render, renderTemplate }: Config): boolean =>
  render.length > 0 || renderTemplate !== undefined;

/** What any zone has names from; Services for templates, and where only they are asked for. */
const sourcesOf = (config: Config, zones: readonly RecordOptions[]): readonly SourceName[] => {
  const sources = zones.flatMap((zone) => zone.sources);
  return [
    ...new Set(zones.length === 0 || hasTemplates(config) ? ['service' as const, ...sources] : sources),
  ];
};

/** Which Services nodes decide on, where any zone has node addresses. */
const nodesOf = (zones: readonly RecordOptions[]): { readonly readsNodes?: (service: Service) => boolean } =>
  zones.some((zone) => recordNeeds(zone).nodes)
    ? { readsNodes: (service) => readsNodes(service, zones) }
    : {};
