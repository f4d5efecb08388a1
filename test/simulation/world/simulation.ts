import { Buffer } from 'node:buffer';
import { tsigSecret } from '../../../src/dns/tsig/tsigKey.ts';
import { defaultZoneOptions } from '../../support/defaultOptions.ts';
import { seedFrom, splitSeed } from '../../support/seed.ts';
import { collections } from './apiContent.ts';
import { type ApiServer, createApiServer } from './apiServer.ts';
import { type Daemon, startDaemon } from './daemon.ts';
import { createHoldMemory } from './holdMemory.ts';
import { createHost, startOfTimeMs } from './host.ts';
import { type JudgeDeps, judge, type Verdict } from './judge.ts';
import { createModelBind, type ModelBind } from './modelBind.ts';
import type { ZoneRecord } from './modelNames.ts';
import { createNameServer, type NameServer } from './nameServer.ts';
import { createNetwork, type Network } from './network.ts';
import { type Cluster, oracle } from './oracle.ts';
import { recordsOf, rules } from './rules.ts';
import { plainShape, type Shape } from './shape.ts';
import { createVirtualTime, type VirtualTime } from './virtualTime.ts';
import { createWatchdog, type Watchdog } from './watchdog.ts';
import { inTerritory, zone } from './zones.ts';

/** How long what has lost its address is kept. */
export const holdMs = 120_000;
/** As long as a watch takes at most to bring something, where nothing is wrong. */
const hearsWithinMs = 30_000;
const owner = 'cluster-a';
const rivalOwner = 'cluster-b';

/** A cluster, a name server, and the processes between them. Everything comes from the seed. */
export type Simulation = {
  readonly time: VirtualTime;
  readonly api: ApiServer;
  readonly bind: ModelBind;
  readonly server: NameServer;
  readonly network: Network;
  readonly watchdog: Watchdog;
  /** Those that live, of our owner. */
  readonly daemons: () => readonly Daemon[];
  readonly start: () => Daemon;
  readonly startRival: () => void;
  readonly kill: (daemon: Daemon) => void;
  readonly stepServerClock: (byMs: number) => void;
  readonly setLimit: (records: number) => void;
  /** A count in `update-policy`; undefined for none. */
  readonly omitAbove: (addresses: number | undefined) => void;
  /** Something went wrong that may keep a process from knowing what is so. */
  readonly trouble: () => void;
  readonly shape: Shape;
  readonly verdict: () => Verdict;
  /** How the processes ended that ended by themselves. */
  readonly ends: () => readonly string[];
};

const options = {
  ...defaultZoneOptions(),
  soaIntervalMs: 60_000,
  holdMs,
  brake: { share: 1, records: 0, allowMassDelete: true },
};

export const createSimulation = (seed: number, shape: Shape = plainShape): Simulation => {
  const random = seedFrom(seed);
  const time = createVirtualTime();
  const bind = createModelBind(zone, [
    { name: zone, type: 'NS', ttlSeconds: 60, rdata: 'ns.example.net.', writer: 'hand' },
  ]);
  const api = createApiServer(time, splitSeed(random), {
    watchLists: random.below(4) !== 0,
    pageSize: random.pick([1, 2, 500]),
  });
  const hearsNotify = random.pick([0, 0.5, 1] as const);
  const all: Daemon[] = [];
  let serverSkewMs = 0;
  let recordsPerType = 100;
  let wasLowered = false;
  let addressesAtMost: number | undefined;
  const setLimits = (): void =>
    bind.setLimits({ recordsPerType, ...(addressesAtMost === undefined ? {} : { addressesAtMost }) });
  const live = (): readonly Daemon[] =>
    all.filter((daemon) => daemon.host.isAlive() && daemon.end() === undefined && daemon.owner === owner);
  const notices = splitSeed(random);
  const notify = (): void => {
    for (const { host, loop } of live())
      if (notices.next() < hearsNotify)
        time.after(5 + notices.below(50), () => host.deliver(loop.zoneChanged));
  };
  const ownerOf = (process: string): string => (process.startsWith('rival') ? rivalOwner : owner);
  const cluster = (): Cluster =>
    Object.fromEntries(
      collections.map((name) => [name, api.content.list(name).map(({ json }) => json)]),
    ) as unknown as Cluster;
  const expected = () => oracle(cluster(), rules);
  const memory = createHoldMemory(rules);
  if (shape.holds) api.content.subscribe(() => memory.note(cluster(), time.nowMs()));
  let isTroubled = false;
  // Who is told that the server takes less tries what it takes.
  let isRestricted = false;
  const isKnownToBeAskedFor = (process: string, name: string, type: string): boolean => {
    const started = all.find(({ host }) => host.name === process)?.host.startedMs ?? 0;
    const [service = '', namespace = ''] = name.slice(0, -`.svc.${zone}`.length).split('.').slice(-2);
    if (isRestricted || api.content.changedMs(`${namespace}/${service}`) >= started) return false;
    return expected().territory.some((rrset) => rrset.name === name && rrset.type === type);
  };
  const isHeld = (process: string, { name, type, rdata }: ZoneRecord): boolean => {
    const held = memory.at(name);
    if (held?.lostMs === undefined || isRestricted) return false;
    const nowMs = time.nowMs();
    const started = all.find(({ host }) => host.name === process)?.host.startedMs ?? 0;
    const isKnown = started >= held.sinceMs || (!isTroubled && nowMs - held.sinceMs > hearsWithinMs);
    const isOfIt = held.rrsets.some((rrset) => rrset.type === type && rrset.rdatas.includes(rdata));
    return isKnown && isOfIt && nowMs < held.lostMs + holdMs - 1_000;
  };
  const deps = { bind, ownerOf, inTerritory, isKnownToBeAskedFor, isHeld, onChange: notify };
  const watchdog = createWatchdog(deps);
  const key = {
    name: 'simulated',
    algorithm: 'hmac-sha256',
    secret: tsigSecret(Buffer.alloc(32, 7)),
  } as const;
  const nowSeconds = (): number => Math.floor((startOfTimeMs + time.nowMs() + serverSkewMs) / 1000);
  const server = createNameServer({ bind, key, nowSeconds, update: watchdog.update });
  const refuse = (type: string | undefined): void => {
    isRestricted ||= type !== undefined;
    server.refuse(type);
  };
  const network = createNetwork(time, server, splitSeed(random));
  const startOf = (name: string, of: string): Daemon => {
    const host = createHost(name, time, splitSeed(random));
    const parts = { host, api, network, key, random: splitSeed(random) };
    const daemon = startDaemon(parts, { zone, owner: of, records: recordsOf(shape), options });
    all.push(daemon);
    return daemon;
  };
  const judged = (): JudgeDeps => ({ bind, owner, recordsPerType, wasLowered, inTerritory });
  return {
    time,
    shape,
    api: {
      ...api,
      restore: (mark) => {
        api.restore(mark);
        memory.forget();
      },
    },
    trouble: () => {
      isTroubled = true;
    },
    bind,
    server: { ...server, refuse },
    network,
    watchdog,
    daemons: live,
    start: () => startOf(`daemon-${all.length}`, owner),
    startRival: () => void startOf(`rival-${all.length}`, rivalOwner),
    kill: ({ host }) => host.kill(),
    stepServerClock: (byMs) => {
      serverSkewMs += byMs;
    },
    setLimit: (limit) => {
      wasLowered ||= limit < recordsPerType;
      isRestricted = true;
      recordsPerType = limit;
      setLimits();
    },
    omitAbove: (addresses) => {
      addressesAtMost = addresses;
      isRestricted ||= addresses !== undefined;
      setLimits();
    },
    verdict: () => judge(judged(), expected()),
    ends: () => all.flatMap((daemon) => daemon.end()?.kind ?? []),
  };
};
