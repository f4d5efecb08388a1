import { isOfGoneService } from './brakeRule.ts';
import { type Marks, perform } from './perform.ts';
import { plainShape, type Shape } from './shape.ts';
import { createSimulation, type Simulation } from './simulation.ts';
import type { Step } from './steps.ts';
import { supervise } from './supervise.ts';
import { quietMs, untilRight, writersOf } from './untilRight.ts';
import { inTerritory } from './zones.ts';

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
    updates: world.counts().effective,
  };
  world.close();
  return outcome;
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
  const waiting = world.shape.brake ? await untilRight(world, isQuick, isHeldBack(world)) : [];
  if (waiting.length > 0) return waiting;
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

/** The brake holds what is gone, and nothing else. */
const isHeldBack =
  ({ api }: Simulation) =>
  (problem: string): boolean => {
    const [name = ''] = problem.split(' ', 1);
    if (!problem.endsWith('nothing asks for it')) return false;
    return !inTerritory(name) || isOfGoneService(api.content, name);
  };
