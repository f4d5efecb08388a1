import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { createForwardZone } from '../../../src/controller/desired/createForwardZone.ts';
import { defaultZoneOptions } from '../../../src/controller/zoneContext.ts';
import { createZoneLoop, type ZoneLoop } from '../../../src/controller/zoneLoop.ts';
import { defaultRecordOptions } from '../../../src/records/recordOptions.ts';
import { forwardLayout } from '../../../src/zone/zoneLayout.ts';
import { createModelClient, type Fate } from '../../support/modelClient.ts';
import {
  createModelZone,
  type ModelEdit,
  type ModelRecord,
  type ModelZone,
  modelText,
} from '../../support/modelZone.ts';
import { createTestStore, type TestStore } from '../../support/testStore.ts';

const zone = 'k8s.example.';
const layout = forwardLayout(zone, { podNames: false });

/** What a test does to the Services, to the zone behind our back, and to messages on their way. */
type Step =
  | { readonly kind: 'put'; readonly key: string; readonly address: string }
  | { readonly kind: 'alias'; readonly key: string }
  | { readonly kind: 'headless'; readonly key: string; readonly addresses: readonly string[] }
  | { readonly kind: 'remove'; readonly key: string }
  | { readonly kind: 'hand'; readonly edit: ModelEdit }
  | {
      readonly kind: 'run';
      readonly fates: readonly Fate[];
      readonly ixfrGone: boolean;
      readonly restart: boolean;
    };

const key = fc
  .tuple(fc.constantFrom('default', 'shop'), fc.constantFrom('web', 'api', 'www'))
  .map((parts) => parts.join('/'));
const ourAddress = fc.integer({ min: 1, max: 9 }).map((octet) => `10.96.0.${octet}`);
const theirAddress = fc.integer({ min: 1, max: 4 }).map((octet) => `192.0.2.${octet}`);

const theirRecord: fc.Arbitrary<ModelRecord> = fc.oneof(
  fc.record({
    name: fc.constantFrom(
      'www.k8s.example.',
      'api.k8s.example.',
      'mail.k8s.example.',
      '_http._tcp.web.k8s.example.',
    ),
    type: fc.constant('A'),
    ttlSeconds: fc.constantFrom(30, 300),
    rdata: theirAddress,
  }),
  fc.record({
    name: fc.constantFrom('www.k8s.example.', 'host.k8s.example.'),
    type: fc.constantFrom('MX', 'TXT'),
    ttlSeconds: fc.constant(77),
    rdata: fc.constant('"theirs"'),
  }),
  fc.record({
    name: fc.constantFrom('alias.k8s.example.', 'www.k8s.example.'),
    type: fc.constant('CNAME'),
    ttlSeconds: fc.constant(60),
    rdata: fc.constant('theirs.example.net.'),
  }),
);

const driftName = fc.constantFrom(
  'web.default.svc.k8s.example.',
  'api.shop.svc.k8s.example.',
  'junk.none.svc.k8s.example.',
  'svc.k8s.example.',
  'dns-version.k8s.example.',
);
const edit: fc.Arbitrary<ModelEdit> = fc.oneof(
  theirRecord.map((record): ModelEdit => ({ kind: 'add', record })),
  fc.record({
    kind: fc.constant('add' as const),
    record: fc.record({
      name: driftName,
      type: fc.constant('A'),
      ttlSeconds: fc.constantFrom(30, 9),
      rdata: theirAddress,
    }),
  }),
  fc.record({
    kind: fc.constant('remove' as const),
    name: driftName,
    type: fc.constantFrom('A', 'TXT', 'SRV'),
  }),
  fc.record({
    kind: fc.constant('remove' as const),
    name: fc.constantFrom('web.k8s.example.', 'api.k8s.example.'),
    type: fc.constantFrom('A', 'CNAME'),
  }),
);

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('put' as const), key, address: ourAddress }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('alias' as const), key }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('headless' as const),
      key,
      addresses: fc.uniqueArray(
        fc.integer({ min: 1, max: 60 }).map((octet) => `10.1.0.${octet}`),
        { maxLength: 40 },
      ),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('remove' as const), key }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('hand' as const), edit }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('run' as const),
      fates: fc.array(fc.constantFrom<Fate>('answered', 'answered', 'answerLost', 'lost'), { maxLength: 6 }),
      ixfrGone: fc.boolean(),
      restart: fc.boolean(),
    }),
  },
);

const isForeign = ({ name }: ModelRecord): boolean => layout.placeOf(name).kind === 'outside';
const isTheirs = (record: ModelRecord): boolean =>
  isForeign(record) && (record.rdata.startsWith('192.0.2.') || record.rdata.includes('theirs'));
const inTerritory = ({ name }: ModelRecord): boolean => layout.placeOf(name).kind === 'territory';

type World = {
  readonly server: ModelZone;
  readonly store: TestStore;
  readonly change: (step: Step) => void;
  readonly converge: (run: Extract<Step, { kind: 'run' }>) => Promise<void>;
};

const calm = { kind: 'run', fates: [], ixfrGone: false, restart: false } as const;

const createWorld = (): World => {
  const server = createModelZone([
    { name: zone, type: 'SOA', ttlSeconds: 60, rdata: 'x' },
    { name: zone, type: 'NS', ttlSeconds: 60, rdata: 'ns.example.net.' },
  ]);
  const store = createTestStore();
  store.sync();
  let fates: Fate[] = [];
  let ixfrGone = false;
  let theirs: readonly string[] = [];
  const checkTheirs = (): void => expect(modelText(server.records().filter(isTheirs))).toEqual(theirs);
  const model = createModelClient(server, {
    fate: () => fates.shift() ?? 'answered',
    isIxfrGone: () => ixfrGone,
    afterUpdate: checkTheirs,
  });
  const start = (): ZoneLoop => {
    const desired = createForwardZone({
      options: defaultRecordOptions(zone),
      others: [],
      onProblems: () => undefined,
      onContest: () => undefined,
    });
    const loop = createZoneLoop({
      layout,
      desired,
      client: model.client,
      source: store,
      options: {
        ...defaultZoneOptions,
        owner: 'me',
        holder: 'me/1',
        readBackMs: 0,
        guard: { share: 1, records: 0, allowMassDelete: true },
      },
      once: () => true,
      report: () => undefined,
      nowMs: () => performance.now(),
      timeMs: () => 0,
      random: () => 0,
    });
    for (const known of store.keys()) loop.serviceChanged(known);
    return loop;
  };
  let loop = start();
  store.onChange((changed) => void (changed !== undefined && loop.serviceChanged(changed)));
  return {
    server,
    store,
    change: (given) => {
      if (given.kind === 'hand') {
        server.edit(given.edit);
        model.edited();
        theirs = modelText(server.records().filter(isTheirs));
      } else changeServices(store, given);
    },
    converge: async (run) => {
      fates = [...run.fates];
      ({ ixfrGone } = run);
      if (run.restart) loop = start();
      loop.state.nextSoaAtMs = 0;
      expect(await loop.run(new AbortController().signal)).toEqual({
        kind: 'converged',
        refused: [],
        heldBack: [],
      });
      // What another hand did while the answers were lost is seen with the next serial.
      checkTheirs();
    },
  };
};

const changeServices = (store: TestStore, given: Step): void => {
  if (given.kind === 'put') store.put(given.key, given.address);
  if (given.kind === 'alias')
    store.putSpec(given.key, { type: 'ExternalName', externalName: 'ours.example.net' });
  if (given.kind === 'headless') store.putHeadless(given.key, given.addresses);
  if (given.kind === 'remove') store.remove(given.key);
};

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

const steps = fc.array(step, { maxLength: 30 });

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

test('without another hand the whole zone is as desired, markers too, whatever became of the messages', async () => {
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
