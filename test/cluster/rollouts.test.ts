import { expect, test } from 'vitest';
import { seeded } from '../support/seed.ts';
import { castOfAll } from './rollouts/castOfAll.ts';
import type { Cast, Happening } from './rollouts/happening.ts';
import { startProber } from './rollouts/prober.ts';
import { converge, runRollouts } from './rollouts/runRollouts.ts';
import { traefikCast } from './rollouts/traefikCast.ts';
import { openWorld, type World } from './rollouts/world.ts';

/*
 * Names whose objects exist throughout, asked for without a pause while the cluster is what clusters are:
 * workloads are rolled out, controllers start anew, statuses are lost, and we are killed in between.
 * `ROLLOUTS=200` lets so much happen, `SEED=…` the same once more.
 */

const count = Number(process.env['ROLLOUTS'] ?? 40);
const perHappeningMs = 15_000;

interface Options {
  /** More flags of the daemon. */
  readonly args?: readonly string[];
  readonly which?: (happening: Happening) => boolean;
  readonly castIn?: (world: World) => Promise<Cast & AsyncDisposable>;
}

/** Lets things happen in a cluster of its own; throws at the first lookup that fails. */
async function rollOut(many: number, { args = [], which = () => true, castIn = castOfAll }: Options = {}) {
  const random = seeded('rollouts');
  const startedMs = performance.now();
  const elapsedMs = (): number => Math.round(performance.now() - startedMs);
  await using world = await openWorld(args);
  await using cast = await castIn(world);
  await world.startDaemon();
  await using prober = await startProber(world.named, elapsedMs);
  await converge(prober, cast.names);
  const { names } = cast;
  prober.start(names);
  const happenings = cast.happenings.filter(which);
  const lastWords = (): string => world.daemon().process.logs().slice(-3_000);
  const deps = { ...cast, happenings, prober, random, elapsedMs, lastWords };
  const counts = await runRollouts(deps, many);
  const { lookups, failures, unanswered } = prober.figures();
  const kinds = [...counts].map(([kind, times]) => `${times} × ${kind}`).sort();
  console.log(
    `rollouts: ${many} in ${Math.round(elapsedMs() / 1000)} s (${kinds.join(', ')}), ${lookups} lookups of ${names.length} names, ${failures.length} failed, ${unanswered} unanswered`,
  );
  return { lookups, failures, unanswered, names: names.length };
}

test(
  'no lookup of a name whose object exists throughout fails',
  async () => {
    const { lookups, failures, unanswered, names } = await rollOut(count);
    expect(failures).toEqual([]);
    expect(lookups).toBeGreaterThan(20 * names);
    expect(unanswered).toBeLessThan(lookups / 1000);
  },
  60_000 + count * perHappeningMs,
);

const countOfTraefik = Math.ceil(count / 5);

test(
  'nor one of a name whose status Traefik writes',
  async () => {
    const { lookups, failures, unanswered, names } = await rollOut(countOfTraefik, { castIn: traefikCast });
    expect(failures).toEqual([]);
    expect(lookups).toBeGreaterThan(20 * names);
    expect(unanswered).toBeLessThan(lookups / 1000);
  },
  60_000 + countOfTraefik * perHappeningMs,
);

test('without a hold a status that is lost loses names, and it is seen', async () => {
  const which = ({ title }: Happening): boolean => title === 'Ingress in-1 loses its status';
  await expect(rollOut(20, { args: ['--hold', '0'], which })).rejects.toThrow(
    /lookups failed\nat \d+ ms (www\.)?in-1\.web\.k8s\.example A+: NXDOMAIN/,
  );
});
