import { text } from 'node:stream/consumers';
import type { Service } from '../model/service.ts';
import type { SourceName } from '../model/sourceName.ts';
import { createObjectProblems } from '../store/objectProblems.ts';
import type { FeedStatus, ObjectSource, Selection, SourceEvent } from '../store/objectSource.ts';
import { createInterner } from '../store/project/interner.ts';
import type { ProjectionNeeds } from '../store/project/projection.ts';
import { resourceNames } from '../store/resources.ts';
import { createStore } from '../store/store.ts';
import { openManifestFeeds } from './manifestFeeds.ts';
import { createManifestFolder, type ManifestContent } from './manifestFolder.ts';
import { parseManifest } from './parseManifest.ts';
import { watchPath } from './watchPath.ts';

export type ManifestSourceOptions = {
  /** A file, a folder, or `-` for standard input, which is read once. */
  readonly path: string;
  readonly needs: ProjectionNeeds;
  readonly selection?: Selection;
  /** What names come from. */
  readonly sources: readonly SourceName[];
  /** Whether nodes decide the records of a Service. Absent: of none. */
  readonly readsNodes?: (service: Service) => boolean;
  readonly onEvent?: (event: SourceEvent) => void;
  /** Standard input, for `-`. */
  readonly input: NodeJS.ReadableStream;
  /** File systems that report no changes (NFS) are looked at this often. */
  readonly intervalMs?: number;
};

/**
 * The model from manifest files, kept in step with them. A file that is broken keeps its last good content;
 * while one has never been good, or the path cannot be read, the store is not synced.
 */
export const createManifestSource = (options: ManifestSourceOptions): ObjectSource => {
  const { selection = {}, sources, readsNodes, onEvent = () => undefined } = options;
  const store = createStore({ ...selection, sources, ...(readsNodes === undefined ? {} : { readsNodes }) });
  const problems = createObjectProblems((problem) => onEvent({ kind: 'object-problem', problem }));
  const context = { needs: options.needs, interner: createInterner() };
  const feeds = openManifestFeeds(store, { context, selection, problems });
  const state: State = { readings: 0, lastReadMs: undefined, problem: undefined };
  const apply = (content: ManifestContent): void => {
    feeds.replace(content.objects);
    if (content.complete) feeds.synced();
    note(content, state, onEvent);
  };
  return {
    store,
    start: async (signal) => {
      if (options.path === '-') apply(await readInput(options.input));
      else await follow(options.path, options.intervalMs ?? 5000, apply, signal);
      await aborted(signal);
    },
    status: () => ({
      synced: store.synced(),
      stalenessMs: 0,
      feeds: resourceNames.map((resource) => feedStatus(resource, state, store.synced())),
      objectProblems: problems.list(),
    }),
  };
};

type State = { readings: number; lastReadMs: number | undefined; problem: string | undefined };

const follow = async (
  path: string,
  intervalMs: number,
  apply: (content: ManifestContent) => void,
  signal: AbortSignal,
): Promise<void> => {
  const folder = createManifestFolder(path);
  while (!signal.aborted) {
    // Opened anew each time round, before reading: a folder that was replaced is another folder, and no
    // change falls between.
    const watcher = await watchPath(path);
    const content = await folder.read();
    apply(content);
    await watcher.changed(content.unsettled ? Math.min(intervalMs, 500) : intervalMs, signal);
    watcher.close();
  }
};

const readInput = async (input: NodeJS.ReadableStream): Promise<ManifestContent> => {
  const parsed = parseManifest(await text(input), 'standard input');
  return parsed.kind === 'objects'
    ? { objects: parsed.objects, complete: true, problems: parsed.problems, unsettled: false }
    : { objects: [], complete: false, problems: [parsed.message], unsettled: false };
};

const note = (content: ManifestContent, state: State, onEvent: (event: SourceEvent) => void): void => {
  const problem = content.problems.length === 0 ? undefined : joined(content.problems);
  if (problem !== state.problem)
    onEvent(
      problem === undefined ? { kind: 'source-recovered' } : { kind: 'source-problem', message: problem },
    );
  state.problem = problem;
  state.readings += 1;
  state.lastReadMs = Date.now();
};

const maxProblems = 10;

const joined = (problems: readonly string[]): string => {
  const more = problems.length - maxProblems;
  const shown = problems.slice(0, maxProblems).join('; ');
  return more > 0 ? `${shown}; and ${more} more` : shown;
};

const feedStatus = (
  resource: FeedStatus['resource'],
  { readings, lastReadMs, problem }: State,
  synced: boolean,
): FeedStatus => ({
  resource,
  namespace: undefined,
  state: synced ? 'watching' : 'reading',
  synced,
  lastEventMs: lastReadMs,
  lastBookmarkMs: undefined,
  relists: Math.max(0, readings - 1),
  stalenessMs: 0,
  problem,
});

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
