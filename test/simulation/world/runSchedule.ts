import type { Daemon } from './daemon.ts';
import { type Marks, perform } from './perform.ts';
import { plainShape, type Shape } from './shape.ts';
import type { SimulatedZone } from './simulatedZone.ts';
import { createSimulation, holdMs, type Simulation } from './simulation.ts';
import type { Step } from './steps.ts';
import { claimName } from './watchdog.ts';

export type Outcome = {
  /** What went wrong; empty when nothing did. */
  readonly problems: readonly string[];
  /** Virtual milliseconds from the last fault until the zone was as it must be. */
  readonly convergedMs: number;
  /** Timers that went off. */
  readonly events: number;
  /** Messages that the zone took. */
  readonly updates: number;
};

/** One wait between tries, and the next look at the serial. */
const quickLimitMs = 240_000;
/** As long as the slowest of what is legitimate: some quarantines, graces and full transfers in a row. */
const slowLimitMs = 2 * 3_600_000;
const checkTimesMs = [2_000, 5_000, 13_000, 40_000, 60_000, 120_000];
/** How long the zone must then stay as it is. */
const quietMs = 70_000;

/**
 * What the program finds out with the next full transfer, a longer wait between tries, or the end of a grace:
 * an edit that keeps the serial, a zone whose serial comes to be what it was, a limit, a second process.
 */
const isSlow = (step: Step): boolean =>
  (step.do === 'file-edit' && step.keepsSerial) || slowSteps.has(step.do);

const slowSteps: ReadonlySet<Step['do']> = new Set([
  'limit',
  'refuse',
  'omit',
  'replica',
  'leave',
  'pause',
  'partition',
]);

/** Edits after a restore bring serials again that the zone had before, with other content. */
const reusesSerials = (steps: readonly Step[]): boolean => {
  const restored = steps.findIndex((step) => step.do === 'zone-restore');
  return restored >= 0 && steps.slice(restored).some(({ do: what }) => /^hand-|^file-/.test(what));
};

/** The zone was restored, and has the serial again that it had before. */
const isSerialAgain = ({ zones }: Simulation, { restoredFrom }: Marks): boolean =>
  restoredFrom.some(({ name, serial }) =>
    zones.some((zone) => zone.name === name && zone.bind.serial() >= serial),
  );

/**
 * Runs one schedule: a first sync, the steps, and then without faults until the zone holds what it must. The
 * same seed and steps do the same, always.
 */
export const runSchedule = async (
  seed: number,
  steps: readonly Step[],
  shape: Shape = plainShape,
): Promise<Outcome> => {
  const world = createSimulation(seed, shape);
  const marks: Marks = { zones: [], stores: [world.api.content.mark()], restoredFrom: [] };
  world.start();
  await world.time.run(3_000);
  marks.zones.push(...world.zones.map(({ name, bind }) => ({ name, state: bind.state() })));
  for (const step of steps) {
    perform(world, marks, step);
    await world.time.run(step.waitMs);
    if (world.violations().length > 0) break;
    supervise(world);
  }
  const startedMs = world.time.nowMs();
  calm(world);
  const isQuick = (): boolean => !steps.some(isSlow) && !reusesSerials(steps) && !isSerialAgain(world, marks);
  const problems = world.violations().length > 0 ? [] : await endRight(world, isQuick);
  const outcome = {
    problems: [...world.violations(), ...problems],
    convergedMs: world.time.nowMs() - startedMs - quietMs,
    events: world.time.fired(),
    updates: countsOf(world).effective,
  };
  for (const { host } of world.daemons()) host.kill();
  return outcome;
};

/** What runs the program starts it again when it has ended. */
const supervise = ({ daemons, start, time }: Simulation): void => {
  if (daemons().length === 0) time.after(2_000, () => daemons().length === 0 && start());
};

const calm = (world: Simulation): void => {
  world.api.calm();
  world.network.calm();
  for (const { server } of world.zones) server.thaw();
  world.limits.refuse(undefined);
  world.limits.omitAbove(undefined);
};

/**
 * The zone is right; and where nobody has the claim, as its holder has left while all was in step, it is
 * right again after one more change: the zone is the heartbeat, and who stands by must miss it.
 */
const endRight = async (world: Simulation, isQuick: () => boolean): Promise<readonly string[]> => {
  const problems = await untilRight(world, isQuick);
  if (problems.length > 0 || world.zones.every((zone) => writersOf(world, zone).length > 0)) return problems;
  perform(world, noMarks, {
    do: 'service',
    key: 'shop/last',
    spec: { kind: 'cluster-ip', addresses: ['10.96.0.77'], ports: [] },
  });
  return await untilRight(world, isQuick);
};

const noMarks: Marks = { zones: [], stores: [], restoredFrom: [] };

const untilRight = async (world: Simulation, isQuick: () => boolean): Promise<readonly string[]> => {
  const startedMs = world.time.nowMs();
  const passedMs = (): number => world.time.nowMs() - startedMs;
  let problems: readonly string[] = ['was never looked at'];
  const quickMs = quickLimitMs + (world.shape.holds || world.shape.routes ? holdMs : 0);
  for (let round = 0; passedMs() < (isQuick() ? quickMs : slowLimitMs); round += 1) {
    supervise(world);
    await world.time.run(checkTimesMs[round] ?? 300_000);
    problems = wrong(world);
    if (problems.length === 0 && (await staysRight(world))) return [];
    if (world.violations().length > 0) return [];
  }
  return [...problems, `after ${passedMs() / 1000} s without faults`, `ends: ${world.ends().join(' ')}`];
};

/** Nothing changes any more, and nothing is written over and over either, though it would change nothing. */
const staysRight = async (world: Simulation): Promise<boolean> => {
  const serials = (): string => world.zones.map(({ bind }) => bind.serial()).join();
  const before = serials();
  const { taken } = countsOf(world);
  await world.time.run(quietMs);
  const isQuiet = countsOf(world).taken <= taken + mostProbes * world.zones.length;
  return wrong(world).length === 0 && serials() === before && isQuiet;
};

/** What was refused is tried again now and then. */
const mostProbes = 2;

const countsOf = ({ zones }: Simulation) => {
  const counts = zones.map(({ watchdog }) => watchdog.counts());
  return {
    taken: counts.reduce((sum, { taken }) => sum + taken, 0),
    effective: counts.reduce((sum, { effective }) => sum + effective, 0),
  };
};

const wrong = (world: Simulation): readonly string[] =>
  world.zones.flatMap((zone) => {
    const { problems, owned } = zone.verdict();
    const writers = writersOf(world, zone);
    const [writer] = writers;
    if (writers.length > 1)
      return [...problems, `${writers.length} processes hold the claim of ${zone.name}, needed one`];
    if (writer !== undefined) return [...problems, ...miscounted(zone, writer, owned)];
    return isGivenUp(zone)
      ? [...problems, 'the holder has stopped, and nobody has taken its claim']
      : problems;
  });

const writersOf = ({ daemons }: Simulation, { loopOf }: SimulatedZone): readonly Daemon[] =>
  daemons().filter((daemon) => loopOf(daemon)?.view.isClaimed() === true);

const isGivenUp = ({ bind }: SimulatedZone): boolean =>
  bind.at(claimName(bind.zone)).some(({ rdata }) => rdata.includes('"stopped'));

const miscounted = ({ name, loopOf }: SimulatedZone, writer: Daemon, owned: number): readonly string[] => {
  const found = loopOf(writer)?.view.ownedRecords();
  return found === owned
    ? []
    : [`${writer.host.name} counts ${found} records of its own in ${name}, the zone has ${owned}`];
};
