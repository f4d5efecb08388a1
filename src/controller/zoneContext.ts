import type { Clock } from '../clock.ts';
import { brakeLimits } from '../model/brakeLimits.ts';
import type { OriginKey } from '../model/objectRef.ts';
import type { OriginSnapshot } from '../model/originSnapshot.ts';
import type { BrakeOptions } from '../plan/needsConsent.ts';
import type { ZoneClient } from '../server/zoneClient.ts';
import type { RememberedZone } from '../zone/rememberedZone.ts';
import type { ZoneLayout } from '../zone/zoneLayout.ts';
import { createStandby, type Standby } from './claim/standby.ts';
import type { DesiredZone } from './desired/desiredZone.ts';
import { type Answers, createAnswers } from './read/answers.ts';
import { createSchedule, type Schedule, type ScheduleOptions } from './schedule.ts';
import { createStanding, type Standing } from './standing.ts';
import { type Brake, createBrake } from './write/brake.ts';
import { type Conflicts, createConflicts } from './write/conflicts.ts';
import { createHolds, type Holds } from './write/holds.ts';
import { createLedger, type Ledger } from './write/ledger.ts';
import { createMessagePace, type MessagePace } from './write/messagePace.ts';
import { createQuarantine, type Quarantine } from './write/quarantine.ts';
import { createServerLimits, type ServerLimits } from './write/serverLimits.ts';
import { createWorkQueue, type WorkQueue } from './write/workQueue.ts';
import type { ZoneEvent } from './zoneEvent.ts';

/** What every step of a zone's loop works with. */
export type ZoneContext = ZoneContextDeps & ZoneParts;

export type ZoneContextDeps = {
  readonly desired: DesiredZone;
  readonly client: ZoneClient;
  readonly options: ZoneOptions;
  readonly report: (event: ZoneEvent) => void;
  /** Monotonic, in milliseconds. */
  readonly nowMs: () => number;
  /** Milliseconds since 1970, for what people read. */
  readonly timeMs: () => number;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  readonly after: Clock['after'];
  readonly source: ServiceSource;
  readonly memory?: ZoneMemory;
  /** True once the loop is to end: no further message is begun. */
  readonly stopping: () => boolean;
};

/** What the zone held when a process stopped, for the next one. Neither call throws. */
export type ZoneMemory = {
  /**
   * The first call gives what is remembered of a zone that is divided so, which is then forgotten; every
   * other one nothing.
   */
  readonly read: (layout: ZoneLayout) => Promise<RememberedZone | undefined>;
  readonly write: (remembered: RememberedZone) => Promise<void>;
};

/** All that a loop remembers: each part is changed by its own functions alone. */
export type ZoneParts = {
  readonly standing: Standing;
  readonly standby: Standby;
  readonly schedule: Schedule;
  readonly queue: WorkQueue;
  readonly ledger: Ledger;
  readonly quarantine: Quarantine;
  readonly conflicts: Conflicts;
  readonly serverLimits: ServerLimits;
  readonly pace: MessagePace;
  readonly brake: Brake;
  readonly holds: Holds;
  readonly answers: Answers;
};

export const createZoneParts = (
  { nowMs, timeMs, random, options }: Pick<ZoneContextDeps, 'nowMs' | 'timeMs' | 'random' | 'options'>,
  layout: ZoneLayout,
): ZoneParts => ({
  standing: createStanding(layout),
  standby: createStandby(options.standbyGraceMs),
  schedule: createSchedule({ nowMs, random }, options),
  queue: createWorkQueue(),
  ledger: createLedger(),
  quarantine: createQuarantine({ nowMs, timeMs }),
  conflicts: createConflicts(timeMs),
  serverLimits: createServerLimits(nowMs),
  pace: createMessagePace(nowMs),
  brake: createBrake(options.brake),
  holds: createHolds({ holdMs: options.holdMs, nowMs, timeMs }),
  answers: createAnswers(nowMs),
});

/** What should be published, as it is now. */
export type ServiceSource = {
  readonly synced: () => boolean;
  readonly snapshot: (key: OriginKey) => OriginSnapshot | undefined;
  /** Objects of this kind cannot be read for now, so that nothing is known of them. */
  readonly isAbsent: (kind: string) => boolean;
  readonly anyAbsent: () => boolean;
};

export type ZoneOptions = ScheduleOptions & {
  readonly owner: string;
  /** This process, for people: host and process id. */
  readonly holder: string;
  /** A run by hand, which comes and goes: it writes under the claim that stands. */
  readonly oneShot: boolean;
  /** What to do when another process takes the claim. */
  readonly onFence: 'standby' | 'exit';
  /**
   * How long the zone may be out of step before who stands by claims it; doubled with each change of hands.
   */
  readonly standbyGraceMs: number;
  readonly brake: BrakeOptions;
  /** How long what an object has stays when it has nothing to publish; infinite: for ever. */
  readonly holdMs: number;
  /** The view that the zone is in, for its claim; empty where it has no name. */
  readonly view: string;
  /** The views that other zones of the same name are in. */
  readonly otherViews: readonly string[];
};

/** What nobody can choose. The rest comes from the configuration, whose table of options has the defaults. */
export const fixedZoneOptions = {
  readBackMs: 1_000,
  recallCheckMs: 5_000,
  standbyGraceMs: 60_000,
  brake: brakeLimits,
  /** Each zone has its own, where it has any. */
  holdMs: 0,
  view: '',
  otherViews: [],
} as const;
