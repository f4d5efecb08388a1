import type { Config } from '../config/options.ts';
import type { ObjectSource, Selection, SourceEvent } from '../kube/objectSource.ts';
import type { StoreEvents } from '../kube/store.ts';
import { createManifestSource } from '../manifests/manifestSource.ts';
import { readOwnerId } from '../manifests/ownerId.ts';
import { selects } from '../records/labelSelector.ts';
import { recordNeeds } from '../records/recordNeeds.ts';
import type { RecordOptions } from '../records/recordOptions.ts';
import { projectionNeedsOf } from './projectionNeedsOf.ts';
import { selectorOf } from './recordOptionsOf.ts';

/** Services and endpoints, from a cluster or from manifests, and whose they are. */
export type OpenedSource = {
  readonly source: ObjectSource;
  /** For people: the API server's address, or the path. */
  readonly description: string;
  /** Identity of the cluster or of the folder; asked again until it is known. */
  readonly owner: (signal: AbortSignal) => Promise<OwnerResult>;
};

export type OwnerResult =
  | { readonly kind: 'owner'; readonly owner: string }
  | { readonly kind: 'unknown'; readonly message: string };

export type OpenSourceDeps = {
  readonly events: StoreEvents;
  readonly onEvent: (event: SourceEvent) => void;
};

export const openSource = (
  deps: OpenSourceDeps,
  config: Config,
  zones: readonly RecordOptions[],
): OpenedSource => {
  const { manifests } = config;
  if (manifests === undefined) throw new Error('a cluster as source is not there yet');
  return {
    description: manifests,
    source: createManifestSource({
      path: manifests,
      needs: projectionNeedsOf(zones),
      selection: selectionOf(config, zones),
      events: deps.events,
      onEvent: deps.onEvent,
    }),
    owner: async () => {
      const owner = await readOwnerId(manifests);
      return owner.kind === 'found'
        ? { kind: 'owner', owner: owner.id }
        : { kind: 'unknown', message: owner.message };
    },
  };
};

/** What is not published in any zone need not be read. With several zones the zones' own scopes decide. */
const selectionOf = (config: Config, zones: readonly RecordOptions[]): Selection => {
  const selector = config.selector === undefined ? undefined : selectorOf(config.selector);
  const namespaceSelector =
    config.namespaceSelector === undefined ? undefined : selectorOf(config.namespaceSelector);
  const readsNamespaces = zones.some((zone) => recordNeeds(zone).namespaces);
  return {
    ...(config.namespaces.length === 0 ? {} : { namespaces: config.namespaces }),
    ...(config.selector === undefined || selector === undefined
      ? {}
      : { selector: config.selector, selectsService: (labels) => selects(selector, labels) }),
    ...(readsNamespaces
      ? {
          selectsNamespace: (labels) => namespaceSelector === undefined || selects(namespaceSelector, labels),
        }
      : {}),
  };
};
