import type { RenderEntry } from '../config/renderEntry.ts';
import { createServiceNames } from '../controller/desired/createServiceNames.ts';
import type { ZoneAmongOthers } from '../controller/desired/forwardZoneOf.ts';
import { isServiceSnapshot } from '../model/originSnapshot.ts';
import { type ClusterView, clusterView } from '../render/clusterView.ts';
import { type FileRenderer, fileRenderer } from '../render/fileRenderer.ts';
import { openTemplates } from '../render/openTemplates.ts';
import type { Store } from '../store/store.ts';

/** Files that templates make of what a store holds. */
export type Rendering = {
  readonly renderers: readonly FileRenderer[];
  /** The store holds something else now. */
  readonly changed: () => void;
};

export type RenderingOptions = {
  readonly entries: readonly RenderEntry[];
  /** Those that the Services have names in. */
  readonly zones: readonly ZoneAmongOthers[];
};

/** Loads the language of templates; nothing is read or written yet. */
export const openRendering = async (
  store: Pick<Store, 'keys' | 'snapshot'>,
  env: NodeJS.ProcessEnv,
  { entries, zones }: RenderingOptions,
): Promise<Rendering> => {
  const parse = await openTemplates();
  let view: ClusterView | undefined;
  const look = viewOf(store, zones);
  return {
    renderers: entries.map((entry) => fileRenderer({ view: () => (view ??= look()), parse, env }, entry)),
    changed: () => {
      view = undefined;
    },
  };
};

/** All files see one view, and names are only made when one of the templates reads them. */
const viewOf = (
  store: Pick<Store, 'keys' | 'snapshot'>,
  zones: readonly ZoneAmongOthers[],
): (() => ClusterView) => {
  const names = createServiceNames(zones);
  return () => {
    const snapshots = store.keys().flatMap((key) => store.snapshot(key) ?? []);
    let isNamed = false;
    return clusterView(snapshots.filter(isServiceSnapshot), (key) => {
      if (!isNamed) names.put(snapshots);
      isNamed = true;
      return names.of(key);
    });
  };
};
