import { beforeEach, expect, test } from 'vitest';
import { lookOnly } from '../../../../src/controller/write/lookOnly.ts';
import { note } from '../../../../src/controller/write/writtenSource.ts';
import type { ZoneContext } from '../../../../src/controller/zoneContext.ts';
import { applyRecord, emptyMirror } from '../../../../src/zone/mirror.ts';
import { nameUnit, objectUnit, type UnitKey } from '../../../../src/zone/unit.ts';
import { type TestContext, testContext } from '../../../support/testContext.ts';

const web = objectUnit('ns/web');
const api = objectUnit('ns/api');

let world: TestContext;
let context: ZoneContext;

beforeEach(() => {
  world = testContext();
  ({ context } = world);
});

/** The unit stands in the zone as it is desired. */
const isWritten = (unit: UnitKey): void => note(context, unit, context.desired.source(unit));

/** Units that are out of step, with the moment that was first seen. */
const behind = async (): Promise<readonly (readonly [UnitKey, number])[]> => {
  await lookOnly(context);
  expect([...context.queue.units()], 'nothing waits any more').toEqual([]);
  return [...context.standby.end()];
};

test('what is not in the zone is behind since it was first seen, and what is there is in step', async () => {
  world.put('ns/api', '10.96.0.2');
  isWritten(api);
  world.sleep(1_000);
  world.put('ns/web', '10.96.0.1');
  context.queue.remove(web);
  context.queue.add(web, { seenMs: 700, reason: 'changed' });
  world.sleep(60_000);
  expect(await behind()).toEqual([[web, 700]]);
});

test('what the other process writes is in step from then on', async () => {
  world.put('ns/web', '10.96.0.1');
  await lookOnly(context);
  expect(context.standby.graceEndMs()).toBe(context.options.standbyGraceMs);
  isWritten(web);
  context.queue.add(web, { seenMs: 5, reason: 'changed' });
  expect(await behind()).toEqual([]);
});

test('what the server has refused is in step while it waits, its neighbour is behind', async () => {
  world.put('ns/web', '10.96.0.1');
  world.put('ns/api', '10.96.0.2');
  context.quarantine.refuse(web, { kind: 'refused' });
  expect(await behind()).toEqual([[api, 0]]);
  context.quarantine.retryNow(web);
  context.queue.add(web, { seenMs: 5, reason: 'changed' });
  expect(await behind()).toEqual([[web, 5]]);
});

test('what is only tried again is a reason to write ever more seldom, and what has changed counts like the rest', async () => {
  const { standby, quarantine, options } = context;
  const by = { owner: 'test', epoch: 2, territory: 'svc', holder: 'b/2', stopped: false };
  for (let hands = 0; hands < 4; hands += 1) {
    standby.end();
    standby.see(by);
  }
  world.put('ns/web', '10.96.0.1');
  quarantine.refuse(web, { kind: 'refused' });
  await lookOnly(context);
  expect(standby.graceEndMs()).toBeUndefined();
  world.sleep(5_000);
  await lookOnly(context);
  expect(standby.graceEndMs()).toBe(5_000 + options.standbyGraceMs * 2 ** 6);
  quarantine.retryNow(web);
  context.queue.add(web, { seenMs: 5_000, reason: 'changed' });
  await lookOnly(context);
  expect(standby.graceEndMs()).toBe(5_000 + 15 * 60_000);
});

test('many Services that vanish at once are held back here as well, and so are in step', async () => {
  const units = Array.from({ length: 30 }, (_, at) => objectUnit(`ns/web-${at}`));
  for (const at of units.keys()) world.put(`ns/web-${at}`, `10.96.0.${at + 1}`);
  for (const unit of units) isWritten(unit);
  expect(await behind()).toEqual([]);
  for (const at of units.keys())
    for (const unit of context.desired.put(`ns/web-${at}`, undefined))
      context.queue.add(unit, { seenMs: 5, reason: 'changed' });
  world.put('ns/api', '10.97.0.1');
  expect(await behind()).toEqual([[api, 0]]);
  expect([...context.brake.held().keys()]).toEqual(units);
  expect(world.events).toMatchObject([{ kind: 'held-back', units }]);
});

test('what another writer has at a name is told to the wildcards above it', async () => {
  const name = 'x.apps.k8s.example.';
  const mirror = emptyMirror(context.standing.layout());
  applyRecord(mirror, 'add', { name, type: 'A', ttlSeconds: 60, rdata: '192.0.2.1' });
  context.standing.see(mirror);
  const told: string[] = [];
  const present = {
    ...context.desired.present,
    isNeeded: () => true,
    note: (at: string, presence: string) => {
      told.push(`${at} ${presence}`);
      return [];
    },
  };
  context = { ...context, desired: { ...context.desired, present } };
  context.queue.add(nameUnit(name), { seenMs: 0, reason: 'changed' });
  expect([await behind(), told]).toEqual([[], [`${name} foreign`]]);
});
