import type { ResourceName } from './resources.ts';
import type { Store } from './store.ts';

/** Where the model comes from: the Kubernetes API, or manifest files. */
export type ObjectSource = {
  readonly store: Store;
  /**
   * Keeps the store up to date until the signal aborts, then resolves. Never rejects: what is wrong shows in
   * the status.
   */
  readonly start: (signal: AbortSignal) => Promise<void>;
  readonly status: () => SourceStatus;
};

export type SourceStatus = {
  /** Everything that is watched was complete once: the store may be acted upon. */
  readonly synced: boolean;
  /** How long ago the least current feed was last known to be current; 0 while all are connected. */
  readonly stalenessMs: number;
  readonly feeds: readonly FeedStatus[];
  /** What could not be read of single objects, by object. */
  readonly objectProblems: readonly ObjectProblem[];
};

/** How one feed is doing. Times are milliseconds since 1970, undefined for never. */
export type FeedStatus = {
  readonly resource: ResourceName;
  /** Undefined: all namespaces. */
  readonly namespace: string | undefined;
  /** In one word: `listing`, `watching`, `waiting` … */
  readonly state: string;
  readonly synced: boolean;
  /** The API server has no such resource, and nobody waits for it. */
  readonly absent?: boolean;
  readonly lastEventMs: number | undefined;
  readonly lastBookmarkMs: number | undefined;
  /** How often everything was read anew after the first time. */
  readonly relists: number;
  /** 0 while the feed is connected and current. */
  readonly stalenessMs: number;
  /** What is wrong now, in words; undefined when nothing is. */
  readonly problem: string | undefined;
};

export type ObjectProblem = {
  readonly resource: ResourceName;
  readonly namespace: string;
  readonly name: string;
  readonly message: string;
};

/** What a source reports while it runs; constant messages are made from it by whoever logs. */
export type SourceEvent =
  | {
      readonly kind: 'feed-synced';
      readonly resource: ResourceName;
      readonly namespace: string | undefined;
      readonly objects: number;
      readonly durationMs: number;
    }
  | {
      readonly kind: 'feed-problem';
      readonly resource: ResourceName;
      readonly namespace: string | undefined;
      readonly message: string;
    }
  | {
      readonly kind: 'feed-recovered';
      readonly resource: ResourceName;
      readonly namespace: string | undefined;
    }
  | {
      readonly kind: 'relist';
      readonly resource: ResourceName;
      readonly namespace: string | undefined;
      readonly reason: string;
    }
  | { readonly kind: 'source-problem'; readonly message: string }
  | { readonly kind: 'source-recovered' }
  /** Events about Services cannot be written, or can be again. */
  | { readonly kind: 'events-problem'; readonly message: string }
  | { readonly kind: 'events-recovered' }
  /** Conditions of Services cannot be written, or can be again. */
  | { readonly kind: 'conditions-problem'; readonly message: string }
  | { readonly kind: 'conditions-recovered' }
  | { readonly kind: 'object-problem'; readonly problem: ObjectProblem };

/** Which objects count; the others are as if they did not exist. */
export type Selection = {
  /** Absent: all namespaces. */
  readonly namespaces?: readonly string[];
  /** Selects Services, in the form of `kubectl --selector`: the API server evaluates it. */
  readonly selector?: string;
  /** The same selector as a function, for manifests, which no API server filters. */
  readonly selectsService?: (labels: Readonly<Record<string, string>>) => boolean;
  /**
   * Services, as `namespace/name`, that are read whatever else is selected: they stand for classes of
   * Ingresses.
   */
  readonly ingressServices?: readonly string[];
  /** Selects namespaces by their labels; makes the source read Namespaces. */
  readonly selectsNamespace?: (labels: Readonly<Record<string, string>>) => boolean;
};
