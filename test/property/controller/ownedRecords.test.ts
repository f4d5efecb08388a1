import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { ownedRecords } from '../../support/loopFacts.ts';
import { type Step, steps } from '../../support/loopSteps.ts';
import { calm, countOurs, createWorld } from '../../support/loopWorld.ts';

/** After each convergence: records that the loop takes for its own, and records of ours in the zone. */
type Counts = { readonly counted: readonly number[]; readonly held: readonly number[] };

/** Carries out the steps on an empty zone, and ends with a quiet run. */
const countsOver = async (given: readonly Step[]): Promise<Counts> => {
  const world = createWorld();
  const counted: number[] = [];
  const held: number[] = [];
  for (const next of [calm, ...given, calm]) {
    if (next.kind !== 'run') world.change(next);
    else {
      await world.converge(next);
      counted.push(ownedRecords(world.loop()));
      held.push(countOurs(world.server));
    }
  }
  return { counted, held };
};

const expectTruth = async (given: readonly Step[]): Promise<void> => {
  const { counted, held } = await countsOver(given);
  expect(counted).toEqual(held);
};

const without = (kind: Step['kind']): fc.Arbitrary<Step[]> =>
  steps.map((given) => given.filter((next) => next.kind !== kind));

test('whatever happens to Services, zone and messages: the count of owned records is that of the zone', async () => {
  await fc.assert(fc.asyncProperty(steps, expectTruth), { numRuns: 150 });
});

test('without another writer the count of owned records is that of the zone, whatever became of the messages', async () => {
  await fc.assert(fc.asyncProperty(without('hand'), expectTruth), { numRuns: 150 });
});

test('a loop that starts on a zone as it should be counts what is there', async () => {
  await fc.assert(
    fc.asyncProperty(without('hand'), async (given) => {
      const { counted, held } = await countsOver([...given, calm, { ...calm, restart: true }]);
      expect(counted.slice(-2)).toEqual(held.slice(-2));
    }),
    { numRuns: 150 },
  );
});

const headless = (from: number, to: number): Step => ({
  kind: 'headless',
  key: 'default/web',
  addresses: Array.from({ length: to - from + 1 }, (_, at) => `10.1.0.${from + at}`),
});
const alias: Step = { kind: 'alias', key: 'default/www' };
const byHand = (name: string, type: string, rdata: string): Step => ({
  kind: 'hand',
  edit: { kind: 'add', record: { name, type, ttlSeconds: 9, rdata } },
});
const name = 'web.default.svc.k8s.example.';

const known: readonly (readonly [string, readonly Step[]])[] = [
  ['all of a small RRset is replaced', [headless(1, 4), calm, headless(5, 8)]],
  ['some of a big RRset is replaced', [headless(1, 40), calm, headless(2, 41)]],
  ['all of a big RRset is replaced', [headless(1, 40), calm, headless(41, 59)]],
  ['everything goes', [headless(1, 4), calm, { kind: 'remove', key: 'default/web' }]],
  ['a message is lost', [headless(1, 4), { ...calm, fates: ['lost', 'lost'] }]],
];

test.each(known)('the count of owned records is right when %s', async (_what, given) => {
  await expectTruth(given);
});

const wrong: readonly (readonly [string, readonly Step[]])[] = [
  ['one of a small RRset is replaced', [headless(1, 4), calm, headless(2, 5)]],
  ['a small RRset grows', [headless(1, 4), calm, headless(1, 6)]],
  ['a small RRset shrinks', [headless(1, 6), calm, headless(1, 4)]],
  ['an RRset becomes big and small again', [headless(1, 14), calm, headless(1, 30), calm, headless(1, 14)]],
  ['an answer is lost', [headless(1, 4), { ...calm, fates: ['answerLost'] }]],
  ['another writer changes the TTL of a small RRset', [headless(1, 4), calm, byHand(name, 'A', '10.1.0.1')]],
  ['another writer changes the TTL of a big RRset', [headless(1, 40), calm, byHand(name, 'A', '10.1.0.1')]],
  ['another writer adds a name', [headless(1, 4), calm, byHand(`junk.${name}`, 'A', '192.0.2.1')]],
  [
    'another writer deletes an RRset',
    [headless(1, 4), calm, { kind: 'hand', edit: { kind: 'remove', name, type: 'A' } }],
  ],
  [
    'another writer puts a CNAME in the place of ours, and the process starts anew',
    [
      alias,
      calm,
      byHand('www.k8s.example.', 'CNAME', 'theirs.example.net.'),
      calm,
      { ...calm, restart: true },
    ],
  ],
];

test.each(wrong)('the count of owned records is right when %s', async (_what, given) => {
  await expectTruth(given);
});
