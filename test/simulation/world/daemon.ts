import { createForwardZone } from '../../../src/controller/desired/createForwardZone.ts';
import { createReverseZone } from '../../../src/controller/desired/reverseZone.ts';
import type { ZoneMemory, ZoneOptions } from '../../../src/controller/zoneContext.ts';
import type { ZoneEnd, ZoneEvent } from '../../../src/controller/zoneEvent.ts';
import { createZoneLoop, type ZoneLoop } from '../../../src/controller/zoneLoop.ts';
import { createZoneOrder, type ZoneOrder } from '../../../src/controller/zoneOrder.ts';
import { parseCidr } from '../../../src/dns/cidr.ts';
import type { TsigKey } from '../../../src/dns/tsig/tsigKey.ts';
import { createKubeSource } from '../../../src/kube/createKubeSource.ts';
import type { RecordOptions } from '../../../src/records/recordOptions.ts';
import { createDnsZoneClient } from '../../../src/server/createDnsZoneClient.ts';
import { createExchange } from '../../../src/server/exchange.ts';
import { createKeyRing } from '../../../src/server/keyRing.ts';
import { createSignedExchange } from '../../../src/server/signedExchange.ts';
import { createTransfer } from '../../../src/server/transfer.ts';
import type { ObjectSource } from '../../../src/store/objectSource.ts';
import { leastNeeds } from '../../../src/store/project/projection.ts';
import { readRememberedText, rememberedText } from '../../../src/zone/rememberedZone.ts';
import { forwardLayout, reverseLayout } from '../../../src/zone/zoneLayout.ts';
import type { Seeded } from '../../support/seed.ts';
import type { ApiServer } from './apiServer.ts';
import type { Host } from './host.ts';
import type { Network } from './network.ts';

/** The program's own parts on one host: reflectors, store, desired zone, loop and server client. */
export type Daemon = {
  readonly host: Host;
  readonly owner: string;
  /** That of the forward zone, and of each zone by its name. */
  readonly loop: ZoneLoop;
  readonly loops: ReadonlyMap<string, ZoneLoop>;
  readonly source: ObjectSource;
  /** How its loop ended; undefined while it runs. */
  readonly end: () => ZoneEnd | undefined;
  /** Asks it to end in order. */
  readonly stop: () => void;
  /** The simulation is over: Node keeps a watch that nobody ends for as long as it runs itself. */
  readonly close: () => void;
  readonly events: readonly ZoneEvent['kind'][];
};

export type DaemonDeps = {
  readonly host: Host;
  readonly api: ApiServer;
  readonly network: Network;
  readonly key: TsigKey;
  readonly random: Seeded;
  /** Files of the folder that a process leaves what it knows in; undefined: it leaves nothing. */
  readonly folder: Map<string, string> | undefined;
};

export type DaemonOptions = {
  readonly zone: string;
  readonly owner: string;
  readonly records: RecordOptions;
  readonly options: ZoneOptions;
  /** The networks whose PTRs are written, and into which zone. */
  readonly reverse?: { readonly zone: string; readonly networks: readonly string[] };
};

export const startDaemon = (deps: DaemonDeps, given: DaemonOptions): Daemon => {
  const { host, api } = deps;
  const { clock } = host;
  const { zone, owner, records } = given;
  const source = createKubeSource({
    transport: api.transportFor(host),
    needs: { ...leastNeeds, changesSinceMs: 0 },
    sources: records.sources,
    endpoints: true,
    clock,
  });
  const { store } = source;
  const desired = createForwardZone({
    options: records,
    others: [],
    onProblems: () => undefined,
    onContest: () => undefined,
  });
  const events: ZoneEvent['kind'][] = [];
  const order = createZoneOrder({
    forward: () => [loop],
    reverse: () => reverse,
    synced: store.synced,
    snapshot: store.snapshot,
  });
  const common = {
    once: () => false,
    onPass: () => order.passed(),
    report: ({ kind }: ZoneEvent) => {
      if (events.length < 2_000) events.push(kind);
    },
    nowMs: clock.nowMs,
    timeMs: clock.wallMs,
    random: clock.random,
    after: clock.after,
  };
  const options = { ...given.options, owner, holder: host.name };
  const loop = createZoneLoop({
    ...common,
    layout: forwardLayout(zone, { podNames: false }),
    desired,
    client: openClient(deps, zone),
    ...memoryIn(deps, owner, zone),
    source: store,
    options,
  });
  const reverse = reverseZones(given, order).map(({ layout, desired }) => ({
    desired,
    loop: createZoneLoop({
      ...common,
      layout,
      desired,
      client: openClient(deps, layout.zone),
      ...memoryIn(deps, owner, layout.zone),
      source: { ...store, synced: () => store.synced() && order.started() },
      options: { ...options, holdMs: 0 },
    }),
  }));
  const loops = [loop, ...reverse.map((one) => one.loop)];
  store.subscribe({
    onDirty: order.serviceChanged,
    onSynced: () => {
      for (const one of loops) one.wake();
    },
    onServed: (kind) => {
      for (const one of loops) one.kindServed(kind);
    },
  });
  const stopping = new AbortController();
  const ending = new AbortController();
  const ends: ZoneEnd[] = [];
  void source.start(ending.signal);
  const run = async (one: ZoneLoop): Promise<void> => {
    ends.push(await one.run(stopping.signal));
    stopping.abort();
    if (ends.length === loops.length) ending.abort();
  };
  for (const one of loops) void run(one);
  return {
    host,
    owner,
    loop,
    loops: new Map([[zone, loop], ...reverse.map((one) => [given.reverse?.zone ?? '', one.loop] as const)]),
    source,
    end: () => (ends.length === loops.length ? ends[0] : undefined),
    stop: () => stopping.abort(),
    close: () => ending.abort(),
    events,
  };
};

const reverseZones = ({ records, reverse }: DaemonOptions, { mayAdd }: ZoneOrder) => {
  if (reverse === undefined) return [];
  const { zone } = reverse;
  const cidrs = reverse.networks.flatMap((text) => parseCidr(text) ?? []);
  const pointers = [{ records, policy: 'all', cidrs }] as const;
  const holds = (name: string): boolean => name.endsWith(`.${zone}`);
  return [{ layout: reverseLayout(zone, cidrs), desired: createReverseZone({ pointers, holds, mayAdd }) }];
};

const memoryIn = (
  { folder, host }: DaemonDeps,
  owner: string,
  zone: string,
): { readonly memory?: ZoneMemory } => {
  if (folder === undefined) return {};
  const file = `${owner} ${zone}`;
  let isRead = false;
  return {
    memory: {
      read: async (layout) => {
        const text = isRead ? undefined : folder.get(file);
        isRead = true;
        folder.delete(file);
        return text === undefined ? undefined : readRememberedText(text, layout, file);
      },
      write: async (remembered) => {
        if (host.isAlive()) folder.set(file, rememberedText(remembered, file));
      },
    },
  };
};

const openClient = ({ host, network, key, random }: DaemonDeps, zone: string) => {
  const { clock } = host;
  const server = { host: '192.0.2.53', port: 53 };
  const connect = network.connectFrom(host);
  const keys = createKeyRing(key, () => undefined);
  const nowSeconds = (): number => Math.floor(clock.wallMs() / 1000);
  const signing = { keys, nowSeconds, randomId: () => random.below(0x1_0000) };
  const exchange = createExchange({ connect, after: clock.after }, server);
  return createDnsZoneClient(
    {
      exchange: createSignedExchange({ exchange, ...signing }),
      transfer: createTransfer({ connect, server, after: clock.after, ...signing }),
      areReadsSigned: true,
      close: exchange.close,
    },
    zone,
  );
};
