import type { Interner } from './interner.ts';

/** Which of the bulky fields some option reads; everything else is dropped while parsing. */
export type ProjectionNeeds = {
  readonly podNames: boolean;
  readonly topologyZones: boolean;
  /** Endpoints that other clusters have given ServiceImports. */
  readonly imports?: boolean;
  /** Labels of Services: all, none, or those named. */
  readonly labels: boolean | readonly string[];
  /** Annotations of Services to keep by their full key … */
  readonly annotationKeys: readonly string[];
  /** … or by how it begins: `k8s-bind.io/`. */
  readonly annotationPrefixes: readonly string[];
  /** Every annotation of a moderate length, for templates. */
  readonly allAnnotations?: boolean;
  /**
   * Since when it is of interest at what time endpoints changed, in milliseconds since 1970; absent: not at
   * all.
   */
  readonly changesSinceMs?: number;
};

export const leastNeeds: ProjectionNeeds = {
  podNames: false,
  topologyZones: false,
  labels: false,
  annotationKeys: [],
  annotationPrefixes: ['k8s-bind.io/'],
};

export type ProjectionContext = { readonly needs: ProjectionNeeds; readonly interner: Interner };

/**
 * What became of one API object. `object` is undefined when it is none of ours or cannot be used at all; a
 * part that cannot be read is left out of the object and named in `problems`, one sentence each.
 */
export type Projection<T> = { readonly object: T | undefined; readonly problems: readonly string[] };

/**
 * Collects what is wrong with one object, in the house form `Cannot read <kind> "<name>": <field> is <found>,
 * needed <needed>`.
 */
export type ProblemList = {
  readonly add: (field: string, found: unknown, needed: string) => void;
  readonly texts: readonly string[];
};

export const createProblemList = (kind: string, name: string): ProblemList => {
  const texts: string[] = [];
  return {
    texts,
    add: (field, found, needed) => {
      texts.push(`Cannot read ${kind} "${name}": ${field} is ${shown(found)}, needed ${needed}`);
    },
  };
};

const shown = (found: unknown): string => {
  if (found === undefined) return 'missing';
  const text = JSON.stringify(found);
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
};
