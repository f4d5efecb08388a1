import { Buffer } from 'node:buffer';
import type { ZoneOptions } from '../../../src/controller/zoneContext.ts';
import { tsigSecret } from '../../../src/dns/tsig/tsigKey.ts';
import { defaultZoneOptions } from '../../support/defaultOptions.ts';
import { seedFrom, splitSeed } from '../../support/seed.ts';
import { answerByZone } from './answerByZone.ts';
import { collections } from './apiContent.ts';
import { type ApiServer, createApiServer } from './apiServer.ts';
import { brake, massDeletion } from './brakeRule.ts';
import { type Daemon, startDaemon } from './daemon.ts';
import { danglingPointers } from './danglingPointers.ts';
import { createDelegations, type Delegations } from './delegations.ts';
import { createHoldMemory } from './holdMemory.ts';
import { createHost, startOfTimeMs } from './host.ts';
import { createKnowledge } from './knowledge.ts';
import { createLimits, type Limits } from './limits.ts';
import { createNetwork, type Network } from './network.ts';
import { type Cluster, oracle } from './oracle.ts';
import { reverseOracle } from './reverseOracle.ts';
import { recordsOf, rules } from './rules.ts';
import { plainShape, type Shape } from './shape.ts';
import { createSimulatedZone, type SimulatedZone } from './simulatedZone.ts';
import { createVirtualTime, type VirtualTime } from './virtualTime.ts';
import { inReverseTerritory, inTerritory, networks, reverseZone, zone } from './zones.ts';

/** How long what has lost its address is kept. */
export const holdMs = 120_000;
const soaIntervalMs = 60_000;
const owner = 'cluster-a';
const rivalOwner = 'cluster-b';

/** A cluster, a name server, and the processes between them. Everything comes from the seed. */
export type Simulation = {
  readonly shape: Shape;
  readonly time: VirtualTime;
  readonly api: ApiServer;
  readonly network: Network;
  readonly limits: Limits;
  readonly delegations: Delegations;
  /** The forward zone, and then that of its PTRs where there is one. */
  readonly zones: readonly [SimulatedZone, ...SimulatedZone[]];
  readonly zoneOf: (name: string) => SimulatedZone;
  /** Those that live, of our owner. */
  readonly daemons: () => readonly Daemon[];
  readonly start: () => Daemon;
  readonly startRival: () => void;
  readonly kill: (daemon: Daemon) => void;
  /** A person allows what the brake holds back. */
  readonly consent: () => void;
  readonly stepServerClock: (byMs: number) => void;
  /** Something went wrong that may keep a process from knowing what is so; or another hand was at work. */
  readonly trouble: (kind: 'api' | 'fault' | 'edit') => void;
  /** What was done that must never be done, in words. */
  readonly violations: () => readonly string[];
  /** Messages that the zones took, and how many of them changed something. */
  readonly counts: () => { readonly taken: number; readonly effective: number };
  /** All processes are gone, and what is kept for them. */
  readonly close: () => void;
  /** How the processes ended that ended by themselves. */
  readonly ends: () => readonly string[];
};

const optionsOf = (shape: Shape): ZoneOptions => ({
  ...defaultZoneOptions(),
  soaIntervalMs,
  holdMs,
  brake: shape.brake ? brake : { share: 1, records: 0, allowMassDelete: true },
});

const key = { name: 'simulated', algorithm: 'hmac-sha256', secret: tsigSecret(Buffer.alloc(32, 7)) } as const;

export const createSimulation = (seed: number, shape: Shape = plainShape): Simulation => {
  const random = seedFrom(seed);
  const time = createVirtualTime();
  const api = createApiServer(time, splitSeed(random), {
    watchLists: random.below(4) !== 0,
    pageSize: random.pick([1, 2, 500]),
  });
  const hearsNotify = random.pick([0, 0.5, 1] as const);
  const all: Daemon[] = [];
  const folder = shape.remembers ? new Map<string, string>() : undefined;
  const live = (): readonly Daemon[] =>
    all.filter((daemon) => daemon.host.isAlive() && daemon.end() === undefined && daemon.owner === owner);
  const cluster = (): Cluster =>
    Object.fromEntries(
      collections.map((name) => [name, api.content.list(name).map(({ json }) => json)]),
    ) as unknown as Cluster;
  const memory = createHoldMemory(rules);
  if (shape.holds || shape.routes) api.content.subscribe(() => memory.note(cluster(), time.nowMs()));
  const limits = createLimits(() => zones);
  const delegations = createDelegations(time.nowMs);
  let serverSkewMs = 0;
  let isTroubled = false;
  /** … the server, the zone or a process. */
  let isDisturbed = false;
  let isAllowed = false;
  const dangling: string[] = [];
  const lookAtOrder = (): void => {
    const [forward, reverse] = zones;
    if (reverse !== undefined && !isTroubled && !isDisturbed && dangling.length === 0)
      dangling.push(...danglingPointers(forward.bind, reverse.bind));
  };
  const notices = splitSeed(random);
  const notify = (name: string): void => {
    for (const { host, loops } of live())
      if (notices.next() < hearsNotify)
        time.after(5 + notices.below(50), () => host.deliver(() => loops.get(name)?.zoneChanged()));
  };
  const knows = {
    content: api.content,
    memory,
    limits,
    holdMs,
    nowMs: time.nowMs,
    startedMs: (process: string) => all.find(({ host }) => host.name === process)?.host.startedMs ?? 0,
    isTroubled: () => isTroubled,
  };
  const openZone = (name: string, isIn: (name: string) => boolean, of: typeof oracle): SimulatedZone => {
    const expected = () => of(cluster(), rules);
    return createSimulatedZone(name, {
      ...createKnowledge(knows, expected),
      inTerritory: isIn,
      expected,
      key,
      limits,
      owner,
      nowSeconds: () => Math.floor((startOfTimeMs + time.nowMs() + serverSkewMs) / 1000),
      ownerOf: (process) => (process.startsWith('rival') ? rivalOwner : owner),
      isKnownToBeDelegated: (process, name, bind) => {
        const since = delegations.sinceMs(bind, name) ?? Number.POSITIVE_INFINITY;
        const isLongAgo = !isTroubled && time.nowMs() - since > 2 * soaIntervalMs;
        return isLongAgo || since < knows.startedMs(process);
      },
      faultOfLoss: (lost, bind) =>
        shape.brake && !isDisturbed && !isAllowed ? massDeletion(api.content, lost, bind) : undefined,
      onChange: () => {
        notify(name);
        lookAtOrder();
      },
    });
  };
  const zones = [
    openZone(zone, inTerritory, oracle),
    ...(shape.reverse ? [openZone(reverseZone, inReverseTerritory, reverseOracle)] : []),
  ] as const;
  const network = createNetwork(time, { answer: answerByZone(zones) }, splitSeed(random));
  const startOf = (name: string, of: string): Daemon => {
    const host = createHost(name, time, splitSeed(random));
    const parts = { host, api, network, key, folder, random: splitSeed(random) };
    const reverse = shape.reverse ? { reverse: { zone: reverseZone, networks } } : {};
    const daemon = startDaemon(parts, {
      zone,
      owner: of,
      records: recordsOf(shape),
      options: optionsOf(shape),
      ...reverse,
    });
    all.push(daemon);
    return daemon;
  };
  return {
    shape,
    time,
    api: {
      ...api,
      restore: (mark) => {
        api.restore(mark);
        memory.forget();
      },
    },
    network,
    limits,
    delegations,
    zones,
    zoneOf: (name) => zones.find((one) => name.endsWith(one.name)) ?? zones[0],
    daemons: live,
    start: () => startOf(`daemon-${all.length}`, owner),
    startRival: () => void startOf(`rival-${all.length}`, rivalOwner),
    kill: ({ host }) => host.kill(),
    close: () => {
      for (const { host, close } of all) {
        host.kill();
        close();
      }
    },
    consent: () => {
      isAllowed = true;
      for (const { loops } of live()) for (const loop of loops.values()) loop.allowDeletions();
    },
    stepServerClock: (byMs) => {
      serverSkewMs += byMs;
    },
    trouble: (kind) => {
      isTroubled ||= kind !== 'edit';
      isDisturbed ||= kind !== 'api';
    },
    violations: () => [...zones.flatMap(({ watchdog }) => watchdog.violations()), ...dangling],
    counts: () => addCounts(zones.map(({ watchdog }) => watchdog.counts())),
    ends: () => all.flatMap((daemon) => daemon.end()?.kind ?? []),
  };
};

const addCounts = (
  counts: readonly ReturnType<Simulation['counts']>[],
): ReturnType<Simulation['counts']> => ({
  taken: counts.reduce((sum, { taken }) => sum + taken, 0),
  effective: counts.reduce((sum, { effective }) => sum + effective, 0),
});
