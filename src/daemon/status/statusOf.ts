import type { OpenedSource } from '../../setup/openSource.ts';
import type { FeedStatus } from '../../store/objectSource.ts';
import type { Status, WatchStatus, ZoneStatus } from '../../telemetry/status.ts';

export type StatusParts = {
  readonly version: string;
  readonly startedMs: number;
  readonly owner: string;
  readonly opened: OpenedSource;
  readonly leadership: Status['leadership'];
  readonly zones: readonly ZoneStatus[];
};

/** Everything the daemon knows about itself, at this moment. */
export const statusOf = ({ version, startedMs, owner, opened, leadership, zones }: StatusParts): Status => {
  const counts = opened.source.store.counts();
  const feeds = opened.source.status().feeds;
  return {
    version,
    nowMs: Date.now(),
    startedMs,
    owner,
    source: opened.description,
    leadership,
    watches: feeds.map((feed) => watchOf(feed, counts[feed.resource])),
    services: counts.services,
    endpoints: opened.source.store.endpoints(),
    zones,
  };
};

const watchOf = (feed: FeedStatus, objects: number): WatchStatus => ({
  resource: feed.resource,
  synced: feed.synced,
  objects,
  relists: feed.relists,
  lastHeardMs: Math.max(feed.lastEventMs ?? 0, feed.lastBookmarkMs ?? 0),
  lastEventMs: feed.lastEventMs ?? 0,
  ...(feed.problem === undefined ? {} : { problem: feed.problem }),
});
