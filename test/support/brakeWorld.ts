import { systemClock } from '../../src/clock.ts';
import { createForwardZone } from '../../src/controller/desired/createForwardZone.ts';
import { createReverseZone } from '../../src/controller/desired/reverseZone.ts';
import { createZoneLoop, type ZoneLoop } from '../../src/controller/zoneLoop.ts';
import { type Cidr, parseCidr } from '../../src/dns/cidr.ts';
import type { RecordOptions } from '../../src/records/recordOptions.ts';
import { forwardLayout, reverseLayout } from '../../src/zone/zoneLayout.ts';
import { defaultRecordOptions, defaultZoneOptions } from './defaultOptions.ts';
import { allowDeletions, askForSerialNow, heldBack } from './loopFacts.ts';
import { createModelClient } from './modelClient.ts';
import { createModelZone, type ModelRecord, modelText } from './modelZone.ts';
import { createTestStore, type TestStore } from './testStore.ts';

/** One zone kept by a loop with the default brake on deletions, over several lives of the process. */
export type BrakeWorld = {
  readonly store: TestStore;
  /** Writes all that may be written. */
  readonly settle: () => Promise<void>;
  /** Another writer adds a record, as {@link BrakeWorld.text} shows it. */
  readonly writeByHand: (line: string) => void;
  /** The process ends; the next begins with the zone as it is, perhaps with other options. */
  readonly restart: (records?: Partial<RecordOptions>) => void;
  /** How many records are held back. */
  readonly held: () => number;
  /** A person allows what is held back. */
  readonly allow: () => Promise<void>;
  /** The records at a name, one a line: `web.shop.svc.k8s.example. 30 A 10.96.0.1`. */
  readonly at: (name: string) => string;
  /** The whole zone with its markers, without SOA, NS and claim. */
  readonly text: () => readonly string[];
};

export type BrakeWorldOptions = {
  readonly records?: Partial<RecordOptions>;
  /** What another writer wrote, as {@link BrakeWorld.text} shows it. */
  readonly byHand?: readonly string[];
  /** How long what an object has stays when it has nothing to publish; without it not at all. */
  readonly holdMs?: number;
};

const zone = 'k8s.example.';

/** `k8s.example.`, with short names for the namespace `default` unless told otherwise. */
export const createBrakeWorld = (options: BrakeWorldOptions = {}): BrakeWorld => {
  let records: RecordOptions = { ...defaultRecordOptions(zone), ...options.records };
  return createWorld(options, (changed) => {
    records = { ...records, ...changed };
    const layout = forwardLayout(zone, records);
    const ignore = (): void => undefined;
    const desired = createForwardZone({
      options: records,
      others: [],
      onProblems: ignore,
      onContest: ignore,
    });
    return { layout, desired };
  });
};

const reverseName = '1.10.in-addr.arpa.';

/** The reverse zone of 10.1.0.0/16, with the PTRs of the same Services. */
export const createReverseBrakeWorld = (): BrakeWorld => {
  const cidrs = [parseCidr('10.1.0.0/16')].filter((cidr): cidr is Cidr => cidr !== undefined);
  const layout = reverseLayout(reverseName, cidrs);
  return createWorld({}, (changed) => {
    const records = { ...defaultRecordOptions(zone), ...changed };
    const pointers = [{ records, policy: 'all' as const, cidrs }];
    const always = (): boolean => true;
    return {
      layout,
      desired: createReverseZone({ pointers, holds: always, mayAdd: always }),
    };
  });
};

type Parts = Pick<Parameters<typeof createZoneLoop>[0], 'layout' | 'desired'>;

const createWorld = (
  { byHand = [], holdMs = 0 }: Pick<BrakeWorldOptions, 'byHand' | 'holdMs'>,
  partsWith: (records?: Partial<RecordOptions>) => Parts,
): BrakeWorld => {
  const store = createTestStore();
  store.sync();
  const first = partsWith();
  const origin = first.layout.zone;
  const server = createModelZone([
    { name: origin, type: 'SOA', ttlSeconds: 60, rdata: 'x' },
    { name: origin, type: 'NS', ttlSeconds: 60, rdata: 'ns.example.net.' },
    ...byHand.map(recordOf),
  ]);
  const { client, edited } = createModelClient(server, {
    fate: () => 'answered',
    isIxfrGone: () => false,
    afterUpdate: () => undefined,
  });
  const start = (parts: Parts): ZoneLoop => {
    const loop = createZoneLoop({
      ...parts,
      client,
      source: store,
      options: { ...defaultZoneOptions(), owner: 'me', holder: 'me/1', readBackMs: 0, holdMs },
      once: () => true,
      report: () => undefined,
      nowMs: () => performance.now(),
      timeMs: () => 0,
      random: () => 0,
      after: systemClock.after,
    });
    for (const known of store.keys()) loop.serviceChanged(known);
    return loop;
  };
  let loop = start(first);
  store.subscribe({ onDirty: (key) => loop.serviceChanged(key) });
  const settle = async (): Promise<void> => {
    askForSerialNow(loop);
    const end = await loop.run(AbortSignal.timeout(deadlineMs));
    if (end.kind !== 'converged') throw new Error(`Cannot settle: ended as ${end.kind}, needed converged`);
  };
  return {
    store,
    settle,
    writeByHand: (line) => {
      server.edit({ kind: 'add', record: recordOf(line) });
      edited();
    },
    restart: (records) => {
      loop = start(partsWith(records));
    },
    held: () => [...heldBack(loop).values()].reduce((sum, count) => sum + count, 0),
    allow: async () => {
      allowDeletions(loop);
      await settle();
    },
    at: (name) => modelText(server.records().filter((record) => record.name === name)).join('\n'),
    text: () =>
      modelText(server.records().filter(({ name }) => name !== origin && name !== `_k8s-bind.${origin}`)),
  };
};

const deadlineMs = 10_000;

const recordOf = (line: string): ModelRecord => {
  const [name = '', ttl = '', type = '', ...rdata] = line.split(' ');
  return { name, type, ttlSeconds: Number(ttl), rdata: rdata.join(' ') };
};

/** Keys of many Services of one namespace: `shop/web-0`, `shop/web-1` … */
export const fleet = (count: number, namespace = 'shop'): readonly string[] =>
  Array.from({ length: count }, (_, at) => `${namespace}/web-${at}`);

/** The ways in which a loop hears of changes: at once, or when its process begins. */
export const ways: readonly { readonly way: string; readonly before: (world: BrakeWorld) => void }[] = [
  { way: 'while it runs', before: () => undefined },
  { way: 'while it was away', before: (world) => world.restart() },
];
