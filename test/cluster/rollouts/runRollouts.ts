import { type Seeded, splitSeed } from '../../support/seed.ts';
import { waitFor } from '../../support/waitFor.ts';
import type { Happening, HappeningKind } from './happening.ts';
import type { ProbedName } from './probedName.ts';
import type { Prober } from './prober.ts';

export interface RolloutsDeps {
  readonly prober: Prober;
  readonly names: readonly ProbedName[];
  readonly happenings: readonly Happening[];
  readonly random: Seeded;
  readonly elapsedMs: () => number;
  /** What our daemon said last, for a failure. */
  readonly lastWords: () => string;
}

/** How often each kind is drawn: an API server takes ten seconds to start. */
const shares: Readonly<Record<HappeningKind, number>> = {
  'roll-out': 8,
  'status loss': 8,
  'controller restart': 6,
  change: 4,
  'restart of ours': 2,
  'restart of the API server': 0.5,
};

const mostAtOnce = 3;

/**
 * Lets so many things happen, up to three at a time, and waits after each few until the zone holds what is
 * expected. Throws at the first lookup that fails, with the seed and all that happened.
 *
 * @returns what happened, by its kind
 */
export async function runRollouts(
  deps: RolloutsDeps,
  count: number,
): Promise<ReadonlyMap<HappeningKind, number>> {
  const { prober, names, random, elapsedMs, lastWords } = deps;
  const history: string[] = [];
  const counts = new Map<HappeningKind, number>();
  const happen = async ({ title, kind, run }: Happening, own: Seeded): Promise<void> => {
    const startedMs = elapsedMs();
    await run(own);
    history.push(`${startedMs} – ${elapsedMs()} ms ${title}`);
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  };
  const failureOf = (error: unknown): Error => {
    const { failures } = prober.figures();
    const lines = [...failures.slice(0, 20), `SEED=${random.seed}`, ...history, lastWords()];
    return new Error(`${failures.length} lookups failed\n${lines.join('\n')}`, { cause: error });
  };
  for (let left = count; left > 0; ) {
    const chosen = choose(deps, Math.min(left, 1 + random.below(mostAtOnce)));
    if (chosen.length === 0) continue;
    left -= chosen.length;
    history.push(`${elapsedMs()} ms begins: ${chosen.map(({ title }) => title).join(', ')}`);
    try {
      await Promise.all(chosen.map((one) => happen(one, splitSeed(random))));
      await converge(prober, names);
    } catch (error) {
      throw failureOf(error);
    }
    if (prober.figures().failures.length > 0) throw failureOf(undefined);
  }
  return counts;
}

/** No two of which change one object. */
function choose({ happenings, random }: RolloutsDeps, most: number): readonly Happening[] {
  const chosen: Happening[] = [];
  const taken = new Set<string>();
  for (let left = most; left > 0; left -= 1) {
    const kind = drawKind(random);
    const candidates = happenings.filter(
      (one) => one.kind === kind && !one.of.some((title) => taken.has(title)),
    );
    const found = candidates[random.below(candidates.length)];
    if (found === undefined) continue;
    chosen.push(found);
    for (const title of found.of) taken.add(title);
  }
  return chosen;
}

function drawKind(random: Seeded): HappeningKind {
  const kinds = Object.keys(shares) as HappeningKind[];
  let left = random.next() * kinds.reduce((sum, kind) => sum + shares[kind], 0);
  return kinds.find((kind) => (left -= shares[kind]) < 0) ?? 'roll-out';
}

/** Waits until every name has just what is expected: from then on nothing of before may be answered. */
export async function converge(prober: Prober, names: readonly ProbedName[]): Promise<void> {
  for (const probed of names) {
    const expected = probed.expected().join(' ');
    await waitFor(
      `${probed.name} ${probed.type} to be "${expected}"`,
      async () => (await prober.ask(probed))?.rdatas.join(' '),
      { until: (found) => found === expected, deadlineMs: 30_000 },
    );
    probed.settled();
  }
}
