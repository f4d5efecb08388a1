import { shownText } from '../../model/visibleText.ts';
import type { OpenedSource } from '../../setup/openSource.ts';
import type { FeedStatus, ObjectProblem } from '../../store/objectSource.ts';
import type { ProcessUsage, Status, WatchStatus, ZoneStatus } from '../../telemetry/status.ts';

export type StatusParts = {
  readonly version: string;
  readonly startedMs: number;
  readonly owner: string;
  readonly opened: OpenedSource;
  /** `--source-missing ignore` */
  readonly ignoresMissing: boolean;
  readonly leadership: Status['leadership'];
  readonly zones: readonly ZoneStatus[];
  readonly usage: ProcessUsage;
};

/** Everything the daemon knows about itself, at this moment. */
export const statusOf = ({ opened, ignoresMissing, ...parts }: StatusParts): Status => {
  const counts = opened.source.store.counts();
  const { feeds, objectProblems } = opened.source.status();
  return {
    ...parts,
    nowMs: Date.now(),
    source: opened.description,
    watches: feeds.map((feed) => watchOf(feed, counts[feed.resource], ignoresMissing)),
    services: counts.services,
    endpoints: opened.source.store.endpoints(),
    ...unreadableOf(objectProblems),
  };
};

const shownUnreadable = 100;

const unreadableOf = (problems: readonly ObjectProblem[]): Pick<Status, 'unreadable'> =>
  problems.length === 0
    ? {}
    : {
        unreadable: problems.slice(0, shownUnreadable).map(({ resource, namespace, name, message }) => ({
          object: shownText([resource, namespace, name].filter((part) => part !== '').join(' ')),
          message: shownText(message),
        })),
      };

const watchOf = (feed: FeedStatus, objects: number, ignoresMissing: boolean): WatchStatus => ({
  resource: feed.resource,
  synced: feed.synced,
  ...(feed.absent === true && ignoresMissing ? { mayBeAbsent: true } : {}),
  objects,
  relists: feed.relists,
  lastHeardMs: Math.max(feed.lastEventMs ?? 0, feed.lastBookmarkMs ?? 0),
  lastEventMs: feed.lastEventMs ?? 0,
  ...(feed.problem === undefined ? {} : { problem: feed.problem }),
});
