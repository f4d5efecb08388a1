import { beforeEach, describe, expect, test } from 'vitest';
import { shortNames } from '../../../src/records/recordOptions.ts';
import { objectUnit } from '../../../src/zone/unit.ts';
import { createTimedWeb, type TimedZone } from '../../support/timedZone.ts';

const zone = 'k8s.example.';
const web = `web.shop.svc.${zone}`;

let world: TimedZone;

beforeEach(() => {
  world = createTimedWeb();
});

describe('what the server refuses', () => {
  const refuse = (label: string): void =>
    world.behave({
      update: async (content) =>
        content.operations.some(({ name }) => name.includes(label))
          ? { kind: 'refused' }
          : await world.model.client.update(content),
    });

  test('is refused, and tried at once when its object changes', async () => {
    world.store.putHeadless('shop/one', ['10.1.0.1']);
    refuse('one.shop');
    const { loop } = await world.running();
    const unit = objectUnit('shop/one');
    expect([loop.isRefused(unit), loop.isRefused(objectUnit('shop/web'))]).toEqual([true, false]);
    expect([...loop.view.quarantine().keys()]).toEqual([unit]);
    world.behave({});
    world.store.putHeadless('shop/one', ['10.1.0.2']);
    await world.time.run(0);
    expect([loop.isRefused(unit), world.at(`one.shop.svc.${zone}`).length]).toEqual([false, 1]);
  });

  test('of an object that is taken otherwise is tried with its next change', async () => {
    refuse('_http._tcp.web');
    const { loop } = await world.running();
    const unit = objectUnit('shop/web');
    expect([[...loop.view.limited().keys()], world.at(web).length]).toEqual([[unit], 1]);
    world.behave({});
    world.store.put('shop/web', '10.96.0.2');
    await world.time.run(0);
    expect([loop.view.limited().size, world.at(`_http._tcp.${web}`).length]).toEqual([0, 1]);
  });

  test('is no omission: what was taken and left out is not refused', async () => {
    const { loop } = await world.running({ records: { names: shortNames(['shop']) } });
    let takes = 0;
    world.behave({
      update: async (content) => {
        takes += 1;
        const operations = content.operations.filter((operation) => operation.name !== web);
        return await world.model.client.update({ ...content, operations });
      },
    });
    world.store.put('shop/web', '10.96.0.2');
    await world.time.run(10_000);
    const unit = objectUnit('shop/web');
    expect([takes, loop.view.quarantine().get(unit)?.outcome.kind]).toEqual([expect.any(Number), 'omitted']);
    expect(loop.isRefused(unit)).toBe(false);
  });
});

describe('deletions that are held back', () => {
  const brake = { share: 0.1, records: 1, allowMassDelete: false };

  test('go when a person allows it, and the next ones need another word', async () => {
    world.store.put('shop/api', '10.96.0.2');
    world.store.put('shop/db', '10.96.0.3');
    const one = await world.running({ options: { brake } });
    expect(one.loop.allowDeletions()).toBe(0);
    expect(one.told('brake-released')).toEqual([]);
    world.store.remove('shop/web');
    await world.time.run(0);
    expect([[...one.loop.view.heldBack().keys()], world.at(web).length]).toEqual([
      [objectUnit('shop/web')],
      1,
    ]);
    expect(one.loop.allowDeletions()).toBe(1);
    await world.time.run(0);
    expect([one.told('brake-released'), world.at(web)]).toEqual([[{ kind: 'brake-released' }], []]);
    await world.time.run(3_000);
    world.store.remove('shop/api');
    await world.time.run(0);
    expect([one.loop.view.heldBack().size, world.at(`api.shop.svc.${zone}`).length]).toEqual([1, 1]);
  });
});
