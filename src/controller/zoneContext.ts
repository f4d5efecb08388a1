import type { Backoff } from '../backoff.ts';
import type { ServiceKey } from '../model/service.ts';
import type { ServiceSnapshot } from '../model/serviceSnapshot.ts';
import type { ZoneClient } from '../server/zoneClient.ts';
import type { DesiredZone } from './desired/desiredZone.ts';
import type { ZoneEvent } from './zoneEvent.ts';
import type { ZoneState } from './zoneState.ts';

/** What every step of a zone's loop works with. */
export type ZoneContext = {
  readonly state: ZoneState;
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
  readonly source: ServiceSource;
  /** True once the loop is to end: no further message is begun. */
  readonly stopping: () => boolean;
  /** Paces attempts while the name server refuses, fails or is not to be reached. */
  readonly retry: Backoff;
};

/** What should be published, as it is now. */
export type ServiceSource = {
  readonly synced: () => boolean;
  readonly snapshot: (key: ServiceKey) => ServiceSnapshot | undefined;
};

export type ZoneOptions = {
  readonly owner: string;
  /** This process, for people: host and process id. */
  readonly holder: string;
  readonly soaIntervalMs: number;
  readonly fullTransferIntervalMs: number;
  /** How long after the last write of a burst it is read back. */
  readonly readBackMs: number;
  readonly guard: GuardOptions;
};

/** Deleting more than this share of what we own, and more than this many records, needs a person's word. */
export type GuardOptions = {
  readonly share: number;
  readonly records: number;
  readonly allowMassDelete: boolean;
};

export const defaultZoneOptions = {
  soaIntervalMs: 30_000,
  fullTransferIntervalMs: 15 * 60_000,
  readBackMs: 1_000,
  guard: { share: 0.3, records: 20, allowMassDelete: false },
} as const;
