import { readFileSync } from 'node:fs';
import { openManifestFeeds } from '../../src/manifests/manifestFeeds.ts';
import { parseManifest } from '../../src/manifests/parseManifest.ts';
import type { OriginSnapshot } from '../../src/model/originSnapshot.ts';
import { readsNodes } from '../../src/records/readsNodes.ts';
import { recordNeeds } from '../../src/records/recordNeeds.ts';
import type { RecordOptions } from '../../src/records/recordOptions.ts';
import { createObjectProblems } from '../../src/store/objectProblems.ts';
import { createInterner } from '../../src/store/project/interner.ts';
import { createStore } from '../../src/store/store.ts';

/**
 * Every object of a manifest file with its endpoints, as the running program would see them with these
 * options.
 */
export const snapshotsOfManifest = (path: string, options: RecordOptions): readonly OriginSnapshot[] => {
  const parsed = parseManifest(readFileSync(path, 'utf8'), path);
  if (parsed.kind === 'broken') throw new Error(parsed.message);
  const needs = recordNeeds(options);
  const store = createStore({
    sources: options.sources,
    ingressServices: needs.ingressServices,
    readsNodes: (service) => readsNodes(service, [options]),
  });
  const context = { needs, interner: createInterner() };
  const problems = createObjectProblems(() => undefined);
  openManifestFeeds(store, { context, selection: {}, problems }).replace(parsed.objects);
  return store.keys().flatMap((key) => store.snapshot(key) ?? []);
};
