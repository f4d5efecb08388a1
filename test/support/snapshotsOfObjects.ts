import { openManifestFeeds } from '../../src/manifests/manifestFeeds.ts';
import type { ParsedManifest } from '../../src/manifests/parseManifest.ts';
import type { OriginSnapshot } from '../../src/model/originSnapshot.ts';
import { readsNodes } from '../../src/records/readsNodes.ts';
import { recordNeeds } from '../../src/records/recordNeeds.ts';
import type { RecordOptions } from '../../src/records/recordOptions.ts';
import { createObjectProblems } from '../../src/store/objectProblems.ts';
import { createInterner } from '../../src/store/project/interner.ts';
import { createStore } from '../../src/store/store.ts';

type Objects = Extract<ParsedManifest, { readonly kind: 'objects' }>['objects'];

/** Every object with its endpoints, as the running program would see them with these options. */
export const snapshotsOfObjects = (objects: Objects, options: RecordOptions): readonly OriginSnapshot[] => {
  const needs = recordNeeds(options);
  const store = createStore({
    sources: options.sources,
    ingressServices: needs.ingressServices,
    readsNodes: (service) => readsNodes(service, [options]),
  });
  const context = { needs, interner: createInterner() };
  const problems = createObjectProblems(() => undefined);
  openManifestFeeds(store, { context, selection: {}, problems }).replace(objects);
  return store.keys().flatMap((key) => store.snapshot(key) ?? []);
};
