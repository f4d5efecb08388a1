import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Answer, createLookUp } from '../../support/lookUp.ts';
import { ownedRecords } from '../../support/loopFacts.ts';
import type { Step } from '../../support/loopSteps.ts';
import { calm, countOurs, createWorld, layout, type World } from '../../support/loopWorld.ts';
import { type ModelEdit, type ModelRecord, modelText } from '../../support/modelZone.ts';

const zone = 'k8s.example.';

const namesBelow = (names: readonly string[], labels: readonly string[]): readonly string[] =>
  names.flatMap((name) => labels.map((label) => `${label}.${name}`));

const levels = (labels: readonly string[], depth: number): readonly string[] => {
  let last: readonly string[] = [zone];
  const all: string[] = [];
  for (let at = 0; at < depth; at += 1) all.push(...(last = namesBelow(last, labels)));
  return all;
};

/** Names that may exist; and those that are asked for, among which `c` never exists. */
const known = levels(['a', 'b'], 3);
const asked = levels(['a', 'b', 'c'], 4);
const wildcards = [zone, ...levels(['a', 'b'], 2)].map((name) => `*.${name}`);

const host = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...known) },
  { weight: 2, arbitrary: fc.constantFrom(...wildcards) },
);

type Change =
  | {
      readonly kind: 'ingress';
      readonly name: number;
      readonly hosts: readonly string[];
      readonly waits: boolean;
    }
  | { readonly kind: 'gone'; readonly name: number }
  /** Another writer takes away what they have: of all that they have, the one at this place. */
  | { readonly kind: 'undo'; readonly at: number }
  | Extract<Step, { readonly kind: 'hand' | 'run' }>;

const theirs: fc.Arbitrary<ModelEdit> = fc
  .record({
    name: fc.oneof(
      { weight: 2, arbitrary: fc.constantFrom(...known) },
      { weight: 3, arbitrary: fc.constantFrom(...levels(['a', 'b'], 2)) },
      { weight: 1, arbitrary: fc.constantFrom(...known.map((name) => `_acme-challenge.${name}`)) },
      { weight: 1, arbitrary: fc.constantFrom(...wildcards) },
      { weight: 1, arbitrary: fc.constantFrom(...wildcards.map((name) => `a.${name}`)) },
    ),
    type: fc.constantFrom('A', 'A', 'TXT', 'HINFO', 'NS'),
  })
  .map(({ name, type }): ModelEdit => {
    const rdata = type === 'A' ? '192.0.2.1' : type === 'NS' ? 'theirs.example.net.' : '"theirs"';
    return { kind: 'add', record: { name, type, ttlSeconds: 77, rdata } };
  });

const change: fc.Arbitrary<Change> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('ingress' as const),
      name: fc.integer({ min: 1, max: 4 }),
      hosts: fc.uniqueArray(host, { minLength: 1, maxLength: 5 }),
      waits: fc.boolean(),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('gone' as const), name: fc.integer({ min: 1, max: 4 }) }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('hand' as const), edit: theirs }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('undo' as const), at: fc.nat(8) }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('run' as const),
      fates: fc.array(fc.constantFrom('answered' as const, 'answerLost' as const, 'lost' as const), {
        maxLength: 4,
      }),
      ixfrGone: fc.boolean(),
      restart: fc.boolean(),
    }),
  },
);

const theirAddress = (name: string): ModelRecord => ({ name, type: 'A', ttlSeconds: 77, rdata: '192.0.2.1' });

const wildcardFirst: readonly Change[] = [
  { kind: 'ingress', name: 1, hosts: [`*.${zone}`], waits: false },
  calm,
];

/** Mostly below a wildcard that is there from the beginning. */
const changes = fc
  .tuple(fc.constantFrom(wildcardFirst, wildcardFirst, []), fc.array(change, { maxLength: 16 }))
  .map((parts) => parts.flat());

/** Which address each name is to have, by its Ingresses: the older one has it. */
type Wanted = Map<number, readonly string[]>;

const addressOf = (name: number): string => `10.0.0.${name}`;

const apply = (world: World, wanted: Wanted, given: Exclude<Change, { readonly kind: 'run' }>): void => {
  if (given.kind === 'hand') {
    world.change(given);
    return;
  }
  if (given.kind === 'undo') {
    const all = world.server.records().filter(isForeign);
    const one = all[given.at % Math.max(1, all.length)];
    if (one !== undefined) world.change({ kind: 'hand', edit: { ...one, kind: 'remove' } });
    return;
  }
  const { name } = given;
  const meta = { namespace: `team-${name}`, name: 'all', creationTimestamp: `2026-01-0${name}T00:00:00Z` };
  if (given.kind === 'gone') {
    wanted.delete(name);
    world.store.removeObject('ingresses', `team-${name}/all`);
    return;
  }
  wanted.set(name, given.waits ? [] : given.hosts);
  world.store.putObject('ingresses', {
    metadata: meta,
    spec: { rules: given.hosts.map((host) => ({ host })) },
    status: { loadBalancer: { ingress: given.waits ? [] : [{ ip: addressOf(name) }] } },
  });
};

const requestedAt = (wanted: Wanted, name: string): string | undefined => {
  const [oldest] = [...wanted].filter(([, hosts]) => hosts.includes(name)).sort(([a], [b]) => a - b);
  return oldest === undefined ? undefined : addressOf(oldest[0]);
};

const parentOf = (name: string): string => name.slice(name.indexOf('.') + 1);

/**
 * What those who request names mean by a question: the exact name, or the nearest wildcard above. Undefined
 * where another writer's records decide.
 */
const meant = (wanted: Wanted, foreign: readonly ModelRecord[], name: string): string | undefined => {
  const isTheirs = (at: string): boolean => foreign.some((record) => record.name === at);
  for (let at = name; at !== zone; at = parentOf(at))
    if (foreign.some((record) => record.name === at && record.type === 'NS')) return undefined;
  if (isTheirs(name)) return undefined;
  const exact = requestedAt(wanted, name);
  if (exact !== undefined) return exact;
  for (let above = name; above !== zone; ) {
    above = parentOf(above);
    if (isTheirs(`*.${above}`)) return undefined;
    const wildcard = requestedAt(wanted, `*.${above}`);
    if (wildcard !== undefined) return wildcard;
  }
  return 'nothing';
};

const isForeign = ({ name, rdata }: ModelRecord): boolean =>
  name !== zone && (rdata.startsWith('192.0.2.') || rdata.includes('theirs'));

const answerText = (answer: Answer): string => (answer.kind === 'records' ? answer.rdatas.join() : 'nothing');

/** Carries out the changes, and a quiet run at the end. */
const after = async (
  changes: readonly Change[],
): Promise<{ readonly world: World; readonly wanted: Wanted }> => {
  const world = createWorld({
    sources: ['ingress'],
    allow: [{ scope: {}, patterns: ['**.{zone}', ...wildcards] }],
  });
  const wanted: Wanted = new Map();
  for (const next of [calm, ...changes, calm]) {
    if (next.kind === 'run') await world.converge(next);
    else apply(world, wanted, next);
  }
  return { world, wanted };
};

/** Names that exist in a zone with these records, but for those with a `*`. */
const existingBy = (records: readonly ModelRecord[]): ReadonlySet<string> => {
  const names = new Set<string>();
  for (const { name } of records)
    for (let at = name.slice(name.lastIndexOf('*.') + 1).replace(/^\./, ''); at !== zone; at = parentOf(at))
      names.add(at);
  return names;
};

/** What stands below a wildcard was there before that had anything to publish. */
const waitsFirst: readonly Change[] = [
  { kind: 'hand', edit: { kind: 'add', record: theirAddress(`a.${zone}`) } },
  { kind: 'ingress', name: 1, hosts: [`*.${zone}`], waits: true },
  calm,
  { kind: 'ingress', name: 1, hosts: [`*.${zone}`], waits: false },
];

test('every name is answered as the nearest request means it, whatever exists below wildcards and whoever wrote it', async () => {
  await fc.assert(
    fc.asyncProperty(changes, async (changes) => {
      const { world, wanted } = await after(changes);
      const records = world.server.records();
      const foreign = records.filter(isForeign);
      const lookUp = createLookUp(zone, records);
      for (const name of asked) {
        const expected = meant(wanted, foreign, name);
        if (expected !== undefined) expect(answerText(lookUp(name, 'A')), name).toBe(expected);
      }
      expect(ownedRecords(world.loop())).toBe(countOurs(world.server));
    }),
    { numRuns: 100, examples: [[[...waitsFirst]]] },
  );
});

/** What is below a wildcard is planned, and then found to be gone, while one and the same message is filled. */
const goneWhileBatched: readonly Change[] = [
  ...wildcardFirst,
  { kind: 'hand', edit: { kind: 'add', record: theirAddress(`b.b.a.${zone}`) } },
  calm,
  { kind: 'undo', at: 0 },
  { kind: 'ingress', name: 2, hosts: [`*.b.b.${zone}`, `*.a.${zone}`], waits: false },
  { kind: 'hand', edit: { kind: 'add', record: theirAddress(`b.b.${zone}`) } },
];

test('a copy stands only where a name exists without it, and when that goes it goes', async () => {
  await fc.assert(
    fc.asyncProperty(changes, async (changes) => {
      const { world, wanted } = await after(changes);
      const records = world.server.records().filter(({ name }) => layout.placeOf(name).kind === 'outside');
      const isCopy = (record: ModelRecord): boolean =>
        !isForeign(record) && record.name !== zone && requestedAt(wanted, record.name) === undefined;
      const existing = existingBy(records.filter((record) => !isCopy(record)));
      for (const { name } of records.filter(isCopy)) {
        // BIND takes no address there.
        expect(name).not.toContain('_');
        expect(existing.has(name.startsWith('*.') ? parentOf(name) : name), name).toBe(true);
      }
    }),
    { numRuns: 100, examples: [[[...goneWhileBatched]]] },
  );
});

test('in whatever order names came, and whatever there was in between, the zone ends the same', async () => {
  await fc.assert(
    fc.asyncProperty(changes, async (changes) => {
      const undisturbed = changes.filter(({ kind }) => kind !== 'hand' && kind !== 'undo');
      const { world } = await after(undisturbed);
      const last = new Map(
        undisturbed.flatMap((one) =>
          one.kind === 'ingress' || one.kind === 'gone' ? [[one.name, one] as const] : [],
        ),
      );
      const { world: fresh } = await after(
        [...last.values()].filter(({ kind }) => kind === 'ingress').reverse(),
      );
      const textOf = ({ server }: World): readonly string[] =>
        modelText(server.records().filter(({ name }) => layout.placeOf(name).kind !== 'claim'));
      expect(textOf(world)).toEqual(textOf(fresh));
    }),
    { numRuns: 100 },
  );
});

const byHand = (name: string, isThere: boolean): Change => ({
  kind: 'hand',
  edit: isThere
    ? { kind: 'add', record: { name, type: 'TXT', ttlSeconds: 77, rdata: '"theirs"' } }
    : { kind: 'remove', name, type: 'TXT' },
});

test.each([
  ['the changes of the zone', calm],
  ['the whole zone', { ...calm, ixfrGone: true }],
])('a name of another writer is seen to come and to go by reading %s', async (_what, run) => {
  const isAnswered = async (given: readonly Change[]): Promise<readonly string[]> => {
    const { world } = await after([...wildcardFirst, ...given]);
    const lookUp = createLookUp(zone, world.server.records());
    return [`a.${zone}`, `c.a.${zone}`, `c.b.a.${zone}`].map((name) => answerText(lookUp(name, 'A')));
  };
  const all = ['10.0.0.1', '10.0.0.1', '10.0.0.1'];
  const [above, below] = [`a.${zone}`, `b.a.${zone}`];
  expect(await isAnswered([byHand(below, true), run])).toEqual(all);
  expect(await isAnswered([byHand(below, true), run, byHand(below, false), run])).toEqual(all);
  const both = [byHand(below, true), byHand(above, true), run];
  expect(await isAnswered(both)).toEqual(['nothing', '10.0.0.1', '10.0.0.1']);
  expect(await isAnswered([...both, byHand(above, false), run])).toEqual(all);
  expect(await isAnswered([...both, byHand(below, false), byHand(above, false), run])).toEqual(all);
});
