import { systemClock } from '../../src/clock.ts';
import { createForwardZone } from '../../src/controller/desired/createForwardZone.ts';
import { createZoneParts, type ZoneContext } from '../../src/controller/zoneContext.ts';
import type { ZoneEvent } from '../../src/controller/zoneEvent.ts';
import type { ServiceKey } from '../../src/model/service.ts';
import type { ZoneClient } from '../../src/server/zoneClient.ts';
import { claimName, formatClaim } from '../../src/zone/claim.ts';
import { emptyMirror } from '../../src/zone/mirror.ts';
import { forwardLayout } from '../../src/zone/zoneLayout.ts';
import { defaultRecordOptions, defaultZoneOptions } from './defaultOptions.ts';
import { createTestStore } from './testStore.ts';

const unanswered = { kind: 'unreachable', reason: 'no server' } as const;

/** A server that is not there. */
export const noServer: ZoneClient = {
  areReadsSigned: true,
  update: async () => unanswered,
  soa: async () => unanswered,
  ask: async () => ({ kind: 'not-known', isReached: false }),
  transfer: async () => unanswered,
  close: () => undefined,
};

export type TestContext = {
  readonly context: ZoneContext;
  readonly events: readonly ZoneEvent[];
  /** A Service comes, with one cluster IP, and waits to be written. */
  readonly put: (key: ServiceKey, clusterIp: string) => void;
  /** The same for a headless one, with a ready endpoint for each address. */
  readonly putHeadless: (key: ServiceKey, addresses: readonly string[]) => void;
  readonly sleep: (ms: number) => void;
};

/**
 * What one step of a zone's loop works with, for tests of that step alone; the zone was read as empty, and is
 * claimed.
 *
 * @param random what all that is drawn comes to
 */
export const testContext = (client: Partial<ZoneClient> = {}, random = 0): TestContext => {
  const zone = 'k8s.example.';
  const layout = forwardLayout(zone, { podNames: false });
  const events: ZoneEvent[] = [];
  const source = createTestStore();
  let now = 0;
  const given = {
    desired: createForwardZone({
      options: defaultRecordOptions(zone),
      others: [],
      onProblems: () => undefined,
      onContest: () => undefined,
    }),
    client: { ...noServer, ...client },
    options: defaultZoneOptions(),
    report: (event: ZoneEvent) => void events.push(event),
    nowMs: () => now,
    timeMs: () => 0,
    random: () => random,
    after: systemClock.after,
    source,
    stopping: () => false,
  };
  const context = { ...given, ...createZoneParts(given, layout) };
  const { standing, desired, queue } = context;
  standing.see(emptyMirror(layout));
  standing.hold({ claim, name: claimName(zone), rdata: formatClaim(claim), joined: false });
  const changed = (key: ServiceKey): void => {
    for (const unit of desired.put(key, source.snapshot(key)))
      queue.add(unit, { seenMs: 0, reason: 'changed' });
  };
  return {
    context,
    events,
    put: (key, clusterIp) => {
      source.put(key, clusterIp);
      changed(key);
    },
    putHeadless: (key, addresses) => {
      source.putHeadless(key, addresses);
      changed(key);
    },
    sleep: (ms) => void (now += ms),
  };
};

const claim = { owner: 'test', epoch: 1, territory: 'svc,dns-version', holder: 'test/1', stopped: false };
