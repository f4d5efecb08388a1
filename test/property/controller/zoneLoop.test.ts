import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Step, step, steps } from '../../support/loopSteps.ts';
import { calm, createWorld, inTerritory, layout } from '../../support/loopWorld.ts';
import { type ModelZone, modelText } from '../../support/modelZone.ts';

/** What the Services come to when nobody interferes. */
const undisturbed = async (steps: readonly Step[]): Promise<ModelZone> => {
  const world = createWorld();
  for (const given of steps) if (given.kind !== 'hand' && given.kind !== 'run') world.change(given);
  await world.converge(calm);
  return world.server;
};

/** All but the claim, whose epoch tells how often somebody took over. */
const content = (server: ModelZone): readonly string[] =>
  modelText(server.records().filter(({ name }) => layout.placeOf(name).kind !== 'claim'));

test('whatever happens to Services, zone and messages: no record of others is touched, and the territory is as desired', async () => {
  await fc.assert(
    fc.asyncProperty(steps, async (given) => {
      const world = createWorld();
      await world.converge(calm);
      for (const next of given) {
        if (next.kind === 'run') await world.converge(next);
        else world.change(next);
      }
      await world.converge(calm);
      const expected = await undisturbed(given);
      expect(modelText(world.server.records().filter(inTerritory))).toEqual(
        modelText(expected.records().filter(inTerritory)),
      );
    }),
    { numRuns: 150 },
  );
});

test('without another writer the whole zone is as desired, markers too, whatever became of the messages', async () => {
  await fc.assert(
    fc.asyncProperty(steps, async (given) => {
      const world = createWorld();
      for (const next of given) {
        if (next.kind === 'run') await world.converge(next);
        else if (next.kind !== 'hand') world.change(next);
      }
      await world.converge(calm);
      const expected = await undisturbed(given);
      expect(content(world.server)).toEqual(content(expected));
    }),
    { numRuns: 150 },
  );
});

test('any order of events ends in the same zone', async () => {
  const last = fc.uniqueArray(
    step.filter(({ kind }) => kind === 'put' || kind === 'headless' || kind === 'alias'),
    { selector: (given) => ('key' in given ? given.key : ''), maxLength: 6 },
  );
  const orders = last.chain((given) =>
    fc.tuple(
      fc.constant(given),
      fc.shuffledSubarray(given, { minLength: given.length }),
      fc.array(
        step.filter(({ kind }) => kind === 'put' || kind === 'run'),
        { maxLength: 8 },
      ),
    ),
  );
  await fc.assert(
    fc.asyncProperty(orders, async ([given, shuffled, before]) => {
      const world = createWorld();
      for (const next of before) {
        if (next.kind === 'run') await world.converge(next);
        else world.change(next);
      }
      for (const known of world.store.keys())
        if (!given.some((kept) => 'key' in kept && kept.key === known)) world.store.remove(known);
      for (const next of shuffled) world.change(next);
      await world.converge(calm);
      const expected = await undisturbed(given);
      expect(modelText(world.server.records().filter(inTerritory))).toEqual(
        modelText(expected.records().filter(inTerritory)),
      );
    }),
    { numRuns: 100 },
  );
});
