import { createForwardZone } from '../../src/controller/desired/createForwardZone.ts';
import { createZoneParts, type ZoneContext } from '../../src/controller/zoneContext.ts';
import type { ZoneEvent } from '../../src/controller/zoneEvent.ts';
import type { ZoneClient } from '../../src/server/zoneClient.ts';
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

/** What one step of a zone's loop works with, for tests of that step alone; the zone was read as empty. */
export const testContext = (
  client: Partial<ZoneClient> = {},
): { readonly context: ZoneContext; readonly events: readonly ZoneEvent[] } => {
  const zone = 'k8s.example.';
  const layout = forwardLayout(zone, { podNames: false });
  const events: ZoneEvent[] = [];
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
    nowMs: () => 0,
    timeMs: () => 0,
    random: () => 0,
    source: createTestStore(),
    stopping: () => false,
  };
  const context = { ...given, ...createZoneParts(given, layout) };
  context.standing.see(emptyMirror(layout));
  return { context, events };
};
