import { createForwardZone } from '../../../src/controller/desired/createForwardZone.ts';
import type { ZoneOptions } from '../../../src/controller/zoneContext.ts';
import type { ZoneEnd, ZoneEvent } from '../../../src/controller/zoneEvent.ts';
import { createZoneLoop, type ZoneLoop } from '../../../src/controller/zoneLoop.ts';
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
import { forwardLayout } from '../../../src/zone/zoneLayout.ts';
import type { Seeded } from '../../support/seed.ts';
import type { ApiServer } from './apiServer.ts';
import type { Host } from './host.ts';
import type { Network } from './network.ts';

/** The program's own parts on one host: reflectors, store, desired zone, loop and server client. */
export type Daemon = {
  readonly host: Host;
  readonly owner: string;
  readonly loop: ZoneLoop;
  readonly source: ObjectSource;
  /** How its loop ended; undefined while it runs. */
  readonly end: () => ZoneEnd | undefined;
  /** Asks it to end in order. */
  readonly stop: () => void;
  readonly events: readonly ZoneEvent['kind'][];
};

export type DaemonDeps = {
  readonly host: Host;
  readonly api: ApiServer;
  readonly network: Network;
  readonly key: TsigKey;
  readonly random: Seeded;
};

export type DaemonOptions = {
  readonly zone: string;
  readonly owner: string;
  readonly records: RecordOptions;
  readonly options: ZoneOptions;
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
  const loop = createZoneLoop({
    layout: forwardLayout(zone, { podNames: false }),
    desired,
    client: openClient(deps, zone),
    source: store,
    options: { ...given.options, owner, holder: host.name },
    once: () => false,
    report: ({ kind }) => {
      if (events.length < 2_000) events.push(kind);
    },
    nowMs: clock.nowMs,
    timeMs: clock.wallMs,
    random: clock.random,
    after: clock.after,
  });
  store.subscribe({
    onDirty: loop.serviceChanged,
    onSynced: loop.wake,
    onServed: loop.kindServed,
  });
  const stopping = new AbortController();
  const ending = new AbortController();
  let end: ZoneEnd | undefined;
  void source.start(ending.signal);
  const run = async (): Promise<void> => {
    end = await loop.run(stopping.signal);
    ending.abort();
  };
  void run();
  return { host, owner, loop, source, end: () => end, stop: () => stopping.abort(), events };
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
