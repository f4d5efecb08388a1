import { createForwardZone } from '../../src/controller/desired/createForwardZone.ts';
import { type PreviewDeps, previewZone, type ZonePreview } from '../../src/controller/previewZone.ts';
import type { ZoneOptions } from '../../src/controller/zoneContext.ts';
import type { ZoneEnd, ZoneEvent } from '../../src/controller/zoneEvent.ts';
import { createZoneLoop, type ZoneLoop, type ZoneLoopDeps } from '../../src/controller/zoneLoop.ts';
import type { RecordOptions } from '../../src/records/recordOptions.ts';
import type { ZoneClient } from '../../src/server/zoneClient.ts';
import { forwardLayout, type ZoneLayout } from '../../src/zone/zoneLayout.ts';
import { createVirtualTime, type VirtualTime } from '../simulation/world/virtualTime.ts';
import { defaultRecordOptions, defaultZoneOptions } from './defaultOptions.ts';
import { createModelClient, type ModelClient } from './modelClient.ts';
import { createModelZone, type ModelRecord, modelText } from './modelZone.ts';
import { parseZoneText } from './parseZoneText.ts';
import { createTestStore, type TestStore } from './testStore.ts';

const zone = 'k8s.example.';
const claimName = `_k8s-bind.${zone}`;

/** The zone `k8s.example.` and a store of Services, with loops and previews between them by a virtual clock. */
export type TimedZone = {
  readonly time: VirtualTime;
  readonly store: TestStore;
  readonly model: ModelClient;
  /** What loops and previews have of the server. */
  readonly client: ZoneClient;
  /** What the server does otherwise than the model of it, until it is told something else. */
  readonly behave: (otherwise: Partial<ZoneClient>) => void;
  /** Another writer adds records, as a zone file has them. */
  readonly addByHand: (text: string) => void;
  readonly removeByHand: (name: string, type: string) => void;
  /** TXT at the claim's name. */
  readonly claims: () => readonly string[];
  /** The rest of the zone without SOA and NS, a record a line: `web.k8s.example. 30 A 10.96.0.1`. */
  readonly text: () => readonly string[];
  /** The same at one name. */
  readonly at: (name: string) => readonly string[];
  /** A process begins, which knows of all Services. */
  readonly start: (given?: Given) => TimedLoop;
  /** The same, three seconds later: it has written all, and rests. */
  readonly running: (given?: Given) => Promise<TimedLoop>;
  readonly preview: (given?: Given) => Promise<ZonePreview>;
};

type Given = {
  readonly options?: Partial<ZoneOptions>;
  readonly records?: Partial<RecordOptions>;
  readonly layout?: ZoneLayout;
  readonly deps?: Partial<ZoneLoopDeps>;
};

export type TimedLoop = {
  readonly loop: ZoneLoop;
  readonly events: readonly ZoneEvent[];
  readonly told: (kind: ZoneEvent['kind']) => readonly ZoneEvent[];
  readonly passes: () => number;
  readonly stop: () => void;
  /** Undefined while it runs. */
  readonly end: () => ZoneEnd | undefined;
};

export const createTimedZone = (zoneText = ''): TimedZone => {
  const time = createVirtualTime();
  const recordsOf = (text: string): readonly ModelRecord[] => {
    const { records, foreign, problems } = parseZoneText(text, { origin: zone, defaultTtlSeconds: 60 });
    if (problems[0] !== undefined) throw new Error(problems[0].message);
    return [...records, ...foreign];
  };
  const server = createModelZone(recordsOf(`@ SOA ns root 1 1 1 1 5\n@ NS ns.example.net.\n${zoneText}`));
  const store = createTestStore(0);
  const model = createModelClient(server, {
    fate: () => 'answered',
    isIxfrGone: () => false,
    afterUpdate: () => undefined,
  });
  let otherwise: Partial<ZoneClient> = {};
  const now = (): ZoneClient => ({ ...model.client, ...otherwise });
  const client: ZoneClient = {
    ...model.client,
    update: (content) => now().update(content),
    soa: () => now().soa(),
    ask: (name, type) => now().ask(name, type),
    transfer: (from, sink) => now().transfer(from, sink),
  };
  const source = { ...store, snapshot: store.origin };
  const partsOf = ({ options, records, layout }: Given) => ({
    layout: layout ?? forwardLayout(zone, { podNames: false }),
    desired: createForwardZone({
      options: { ...defaultRecordOptions(zone), ...records },
      others: [],
      onProblems: () => undefined,
      onContest: () => undefined,
    }),
    client,
    source,
    options: { ...defaultZoneOptions(), owner: 'me', holder: 'me/1', ...options },
  });
  const others = (): readonly ModelRecord[] =>
    server
      .records()
      .filter(({ name, type }) => name !== claimName && !(name === zone && ['SOA', 'NS'].includes(type)));
  const start: TimedZone['start'] = (given = {}) => {
    const events: ZoneEvent[] = [];
    const stopping = new AbortController();
    let passes = 0;
    let end: ZoneEnd | undefined;
    const loop = createZoneLoop({
      ...partsOf(given),
      once: () => false,
      onPass: () => void (passes += 1),
      report: (event) => void events.push(event),
      nowMs: time.nowMs,
      timeMs: time.nowMs,
      random: () => 0.5,
      after: time.after,
      ...given.deps,
    });
    store.subscribe({ onDirty: loop.serviceChanged, onSynced: loop.wake, onServed: loop.kindServed });
    for (const key of store.keys()) loop.serviceChanged(key);
    const run = async (): Promise<void> => {
      end = await loop.run(stopping.signal);
    };
    // Whoever started it looks at its end.
    void run();
    return {
      loop,
      events,
      told: (kind) => events.filter((event) => event.kind === kind),
      passes: () => passes,
      stop: () => stopping.abort(),
      end: () => end,
    };
  };
  return {
    time,
    store,
    model,
    client,
    behave: (does) => {
      otherwise = does;
    },
    addByHand: (text) => {
      for (const record of recordsOf(text)) server.edit({ kind: 'add', record });
      model.edited();
    },
    removeByHand: (name, type) => {
      server.edit({ kind: 'remove', name, type });
      model.edited();
    },
    claims: () => server.records().flatMap(({ name, rdata }) => (name === claimName ? [rdata] : [])),
    text: () => modelText(others()),
    at: (name) => modelText(others().filter((record) => record.name === name)),
    start,
    running: async (given) => {
      const one = start(given);
      await time.run(3_000);
      return one;
    },
    preview: (given = {}) => {
      const deps: PreviewDeps = { ...partsOf(given), services: store.keys() };
      return previewZone(deps);
    },
  };
};

/** The same, with the Service `shop/web` at 10.96.0.1, and all known that there is. */
export const createTimedWeb = (): TimedZone => {
  const world = createTimedZone();
  world.store.put('shop/web', '10.96.0.1');
  world.store.sync();
  return world;
};
