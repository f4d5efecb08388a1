import type { Daemon } from './daemon.ts';
import type { SimulatedZone } from './simulatedZone.ts';
import { holdMs, type Simulation } from './simulation.ts';
import { supervise } from './supervise.ts';
import { claimName } from './watchdog.ts';

/** One wait between tries, and the next look at the serial. */
const quickLimitMs = 240_000;
/** As long as the slowest of what is legitimate: some quarantines, graces and full transfers in a row. */
const slowLimitMs = 2 * 3_600_000;
const checkTimesMs = [2_000, 5_000, 13_000, 40_000, 60_000, 120_000];
/** How long the zone must then stay as it is. */
export const quietMs = 70_000;

/**
 * Lets the world go on without faults until the zones hold what they must; what is wrong, where they do not.
 *
 * @param mayBe what need not be right yet; without it a person allows all that is held back
 */
export const untilRight = async (
  world: Simulation,
  isQuick: () => boolean,
  mayBe?: (problem: string) => boolean,
): Promise<readonly string[]> => {
  const wrongNow = (): readonly string[] => wrong(world).filter((problem) => mayBe?.(problem) !== true);
  const startedMs = world.time.nowMs();
  const passedMs = (): number => world.time.nowMs() - startedMs;
  let problems: readonly string[] = ['was never looked at'];
  const quickMs = quickLimitMs + (world.shape.holds || world.shape.routes ? holdMs : 0);
  for (let round = 0; passedMs() < (isQuick() ? quickMs : slowLimitMs); round += 1) {
    supervise(world);
    if (mayBe === undefined) world.consent();
    await world.time.run(checkTimesMs[round] ?? 300_000);
    problems = wrongNow();
    if (problems.length === 0 && (await staysRight(world, wrongNow))) return [];
    if (world.violations().length > 0) return [];
  }
  return [...problems, `after ${passedMs() / 1000} s without faults`, `ends: ${world.ends().join(' ')}`];
};

/** Nothing changes any more, and nothing is written over and over either, though it would change nothing. */
const staysRight = async (world: Simulation, wrongNow: () => readonly string[]): Promise<boolean> => {
  const serials = (): string => world.zones.map(({ bind }) => bind.serial()).join();
  const before = serials();
  const { taken } = world.counts();
  await world.time.run(quietMs);
  const isQuiet = world.counts().taken <= taken + mostProbes * world.zones.length;
  return wrongNow().length === 0 && serials() === before && isQuiet;
};

/** What was refused is tried again now and then. */
const mostProbes = 2;

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

/** Those that have the claim of the zone. */
export const writersOf = ({ daemons }: Simulation, { loopOf }: SimulatedZone): readonly Daemon[] =>
  daemons().filter((daemon) => loopOf(daemon)?.view.isClaimed() === true);

const isGivenUp = ({ bind }: SimulatedZone): boolean =>
  bind.at(claimName(bind.zone)).some(({ rdata }) => rdata.includes('"stopped'));

const miscounted = ({ name, loopOf }: SimulatedZone, writer: Daemon, owned: number): readonly string[] => {
  const found = loopOf(writer)?.view.ownedRecords();
  return found === owned
    ? []
    : [`${writer.host.name} counts ${found} records of its own in ${name}, the zone has ${owned}`];
};
