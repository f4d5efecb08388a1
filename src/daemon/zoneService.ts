import { systemClock } from '../clock.ts';
import type { DesiredZone } from '../controller/desired/desiredZone.ts';
import type { ServiceSource, ZoneMemory, ZoneOptions } from '../controller/zoneContext.ts';
import type { ZoneEnd } from '../controller/zoneEvent.ts';
import { createZoneLoop, type ZoneLoop } from '../controller/zoneLoop.ts';
import { zoneInView } from '../model/zoneInView.ts';
import type { PointerOptions } from '../records/inside/pointersOf.ts';
import type { RecordOptions } from '../records/recordOptions.ts';
import { openZoneClient, type ServerAccess } from '../setup/openZoneClient.ts';
import { factsOf } from '../setup/zoneParts.ts';
import type { Log } from '../telemetry/log.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import { spellClock } from '../telemetry/spells.ts';
import type { ZoneStatus } from '../telemetry/status.ts';
import type { Change } from '../telemetry/summary.ts';
import { version } from '../version.ts';
import type { KnownZone } from '../why/known.ts';
import type { ZoneLayout } from '../zone/zoneLayout.ts';
import { createZoneMemory } from './createZoneMemory.ts';
import { changeOf } from './status/changeOf.ts';
import { countWritten } from './status/countWritten.ts';
import { knownZone } from './status/knownZone.ts';
import { createWrittenMessages } from './status/writtenMessages.ts';
import { createZoneHistory, noteChange, noteTaken, rememberEvent } from './status/zoneHistory.ts';
import { zoneStatusOf } from './status/zoneStatusOf.ts';
import { createFirstSync } from './tell/createFirstSync.ts';
import { explainEvent } from './tell/explainEvent.ts';
import { createZoneLog, logEvent } from './tell/logEvent.ts';
import type { ServiceEvents } from './tell/serviceEvents.ts';
import { countEvent } from './tell/zoneMetrics.ts';
import type { ZoneNotes } from './tell/zoneNotes.ts';
import { zoneLabels } from './zoneLabels.ts';

/** One zone with all that belongs to it: what it should hold, its loop, its log and its status. */
export type ZoneService = {
  readonly zone: string;
  readonly loop: ZoneLoop;
  readonly desired: DesiredZone;
  /** What `desired` leaves out and who goes without. */
  readonly notes: ZoneNotes;
  /** Its name server, and how it is spoken to. */
  readonly access: ServerAccess;
  /** Runs until stopped or until this process must not write the zone any more. */
  readonly run: (signal: AbortSignal) => Promise<ZoneEnd>;
  readonly status: () => ZoneStatus;
  /** The last of what happened, newest last. */
  readonly changes: () => readonly Change[];
  /** What it knows of its names, for who asks why one is answered as it is. */
  readonly known: () => KnownZone;
};

export type ZoneServiceOptions = {
  readonly layout: ZoneLayout;
  readonly desired: DesiredZone;
  /** What `desired` leaves out and who goes without, for the status. */
  readonly notes: ZoneNotes;
  readonly access: ServerAccess;
  readonly records: RecordOptions | undefined;
  readonly pointers: readonly PointerOptions[];
  /** Those of this zone. */
  readonly zone: ZoneOptions;
  readonly once: () => boolean;
};

export type ZoneServiceDeps = {
  readonly source: ServiceSource;
  readonly log: Log;
  readonly metrics: Metrics;
  /** Writes Events for the owners of Services, about one zone. */
  readonly events: ServiceEvents;
  /** Something of the zone's status changed. */
  readonly onChange: () => void;
  /** The loop finished a step. */
  readonly onPass: () => void;
  /** How far the first sync is, in units; both 0 when it is over. */
  readonly onProgress?: (zone: string, done: number, total: number) => void;
  /** Where the next start finds what the zone held at the end; undefined: nowhere. */
  readonly cacheDir?: string | undefined;
};

export const createZoneService = (deps: ZoneServiceDeps, options: ZoneServiceOptions): ZoneService => {
  const { layout, desired, notes, access } = options;
  const labels = zoneLabels(layout.zone, access);
  const log = deps.log.with(labels);
  const facts = () => factsOf(access, layout.zone);
  let startedMs = performance.now();
  const zoneLog = createZoneLog(log, spellClock, {
    desired,
    totals: () => ({
      recordsOwned: loop.view.ownedRecords(),
      ...countWritten(desired, loop.parts.ledger),
      ms: Math.round(performance.now() - startedMs),
    }),
  });
  const history = createZoneHistory();
  const messages = createWrittenMessages(Date.now);
  const progress = createFirstSync({
    log,
    nowMs: () => performance.now(),
    tell: (done, total) => deps.onProgress?.(zoneInView(layout.zone, access.view), done, total),
  });
  const client = openZoneClient(layout.zone, access);
  const loop = createZoneLoop({
    layout,
    desired,
    client,
    source: deps.source,
    ...memoryOf(deps, log, options),
    options: options.zone,
    once: options.once,
    onPass: () => {
      history.isWaiting = false;
      notes.sayContests();
      // What could not be written is not desired any more.
      if (loop.view.isClaimed() && loop.view.pending() === 0) noteTaken(history);
      deps.onPass();
    },
    nowMs: () => performance.now(),
    timeMs: Date.now,
    random: Math.random,
    after: systemClock.after,
    report: (event) => {
      const claiming = loop.doing() === 'claim';
      const found = explainEvent(event, { facts: facts(), desired, claiming });
      const wasBehind = history.reading !== undefined || history.isWaiting;
      countEvent(deps.metrics, labels, event);
      rememberEvent(history, event, { nowMs: Date.now, found });
      noteChange(history, changeOf(event, { desired, found, nowMs: Date.now() }));
      messages.note(event);
      logEvent(zoneLog, event, found);
      progress(event);
      deps.events.zone(event, found, desired);
      // Readings come all the time; one that ends a problem is worth a look.
      const isQuiet = event.kind === 'read' || event.kind === 'answered';
      if (!isQuiet || wasBehind) deps.onChange();
    },
  });
  let fencedBy: string | undefined;
  return {
    zone: layout.zone,
    loop,
    desired,
    notes,
    access,
    run: async (signal) => {
      startedMs = performance.now();
      try {
        const end = await loop.run(signal);
        if (end.kind === 'fenced') fencedBy = end.by.holder;
        return end;
      } finally {
        client.close();
      }
    },
    changes: () => history.changes,
    known: () => knownZone({ ...options, loop, history, messages, facts: facts() }),
    status: () =>
      zoneStatusOf({
        view: loop.view,
        desired,
        history,
        server: access.server,
        facts: facts(),
        notes,
        fencedBy,
        nowMs: Date.now(),
        monotonicMs: performance.now(),
      }),
  };
};

const memoryOf = (
  { cacheDir }: Pick<ZoneServiceDeps, 'cacheDir'>,
  log: Log,
  { access, layout, zone }: Pick<ZoneServiceOptions, 'access' | 'layout' | 'zone'>,
): { readonly memory?: ZoneMemory } => {
  if (cacheDir === undefined || zone.oneShot) return {};
  const { host, port } = access.server;
  const place = [layout.zone, host, port, access.view ?? ''].join(' ');
  const onProblem = (reason: string): void => log.warn('What the zone held cannot be kept', { reason });
  return { memory: createZoneMemory({ folder: cacheDir, place, version, onProblem }) };
};
