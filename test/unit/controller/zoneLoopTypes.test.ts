import { beforeEach, describe, expect, test } from 'vitest';
import { objectUnit } from '../../../src/zone/unit.ts';
import type { WriteLimits } from '../../support/limitWrites.ts';
import type { TimedZone } from '../../support/timedZone.ts';
import { createLimitedZone, type LimitedZone } from './limitedZone.ts';

const zone = 'k8s.example.';
const web = `web.shop.svc.${zone}`;
const unit = objectUnit('shop/web');
const neighbour = `api.shop.svc.${zone}`;

let limited: LimitedZone;
let world: TimedZone;
let limits: WriteLimits;

beforeEach(() => {
  limited = createLimitedZone();
  ({ world, limits } = limited);
});

/** Labels and types at and below a name, `A`, `_http._tcp SRV`. */
const below = (name: string): readonly string[] => [
  ...new Set(
    world
      .text()
      .map((line) => line.split(' '))
      .filter(([owner]) => owner === name || owner?.endsWith(`.${name}`))
      .map(([owner = '', , type]) => `${owner.slice(0, -name.length)} ${type}`.trim()),
  ),
];

const dual = (): void => world.store.put('shop/web', '10.96.0.1', 'fd00::1');

const twoPorts = (): void =>
  world.store.putSpec('shop/web', {
    clusterIP: '10.96.0.1',
    ports: [
      { name: 'dns', port: 53, protocol: 'UDP' },
      { name: 'http', port: 80, protocol: 'TCP' },
    ],
  });

describe('a Service of which the server refuses a part', () => {
  test.each<[string, () => void, string, readonly string[]]>([
    ['the IPv6 address', dual, `${web} AAAA`, ['A', '_http._tcp. SRV']],
    ['the IPv4 address', dual, `${web} A`, ['AAAA', '_http._tcp. SRV']],
    ['its port', dual, `_http._tcp.${web} SRV`, ['A', 'AAAA']],
    ['the first of two ports', twoPorts, `_dns._udp.${web} SRV`, ['A', '_http._tcp. SRV']],
    ['the second of two ports', twoPorts, `_http._tcp.${web} SRV`, ['A', '_dns._udp. SRV']],
  ])('%s has the rest, which is told once, and so is what is left out', async (_part, put, refused, rest) => {
    limits.answerTo = ({ name, type }) => (`${name} ${type}` === refused ? 'refused' : undefined);
    const one = await limited.running(put);
    expect(below(web).toSorted()).toEqual([...rest].toSorted());
    expect(one.told('rrsets-refused')).toEqual([{ kind: 'rrsets-refused', unit, rrsets: [refused] }]);
    expect(one.loop.view.limited()).toEqual(new Map([[unit, new Map([[refused, 0]])]]));
    expect([one.loop.view.quarantine().size, one.loop.view.pending()]).toEqual([0, 0]);
    expect(below(neighbour)).toEqual(['_http._tcp. SRV', 'A']);
    const before = limits.sent.length;
    await world.time.run(30_000);
    expect([limits.sent.length - before, one.told('rrsets-refused').length]).toEqual([0, 1]);
  });

  test.each(['rejected', 'server-failure'] as const)(
    'and answers another with %s has what is left',
    async (kind) => {
      limits.answerTo = ({ name, type }) =>
        name.endsWith(web) ? ({ SRV: 'refused' as const, AAAA: kind } as const)[type as string] : undefined;
      const one = await limited.running(() => {
        limits.instead = (message) => (message === 1 ? { kind: 'refused' } : undefined);
        dual();
      });
      expect(below(web)).toEqual(['A']);
      expect(one.told('rrsets-refused')).toMatchObject([
        { rrsets: [`${web} AAAA`, `_http._tcp.${web} SRV`] },
      ]);
      expect(one.loop.view.quarantine().size).toBe(0);
    },
  );

  test('all of it is refused whole, is not counted as cut, and waits', async () => {
    limits.answerTo = ({ name }) => (name.endsWith(web) ? 'refused' : undefined);
    const one = await limited.running(dual);
    expect([below(web), one.loop.view.limited().size, one.told('rrsets-refused')]).toEqual([[], 0, []]);
    expect(one.loop.view.quarantine().get(unit)?.outcome).toMatchObject({ kind: 'refused' });
    // The whole, whether the zone takes anything, and each of the two types of addresses.
    expect(limits.sent).toHaveLength(4);
  });

  test('that has one record alone is not sent a second time', async () => {
    limits.answerTo = ({ name }) => (name === web ? 'refused' : undefined);
    const one = await limited.running(() => world.store.putSpec('shop/web', { clusterIP: '10.96.0.1' }));
    expect([limits.sent.length, one.loop.view.quarantine().size]).toEqual([2, 1]);
  });
});

describe('a headless Service of which the server refuses some names', () => {
  const addresses = (count: number): readonly string[] =>
    Array.from({ length: count }, (_, at) => `10.1.0.${at + 1}`);

  test.each([1, 2, 3, 4])('has all but those, when it is number %i of four', async (last) => {
    const label = `10-1-0-${last}.`;
    limits.answerTo = ({ name }) => (name.startsWith(label) ? 'refused' : undefined);
    const one = await limited.running(() => world.store.putHeadless('shop/web', addresses(4)));
    expect(below(web)).toHaveLength(1 + 3);
    expect(below(web)).not.toContain(`${label} A`);
    expect(one.told('rrsets-refused')).toEqual([
      { kind: 'rrsets-refused', unit, rrsets: [`${label}${web} A`] },
    ]);
  });

  test('is tried with forty messages at most, and what was not tried then is left out', async () => {
    limits.answerTo = ({ name }) => (/^10-1-0-[2-6][13579]\./.test(name) ? 'refused' : undefined);
    const one = await limited.running(() => world.store.putHeadless('shop/web', addresses(64)));
    // Before them the whole, and whether the zone takes anything.
    const learning = limits.sent.slice(2);
    expect(learning.filter(({ operations }) => operations.length > 0)).toHaveLength(40);
    expect(one.loop.view.limited().get(unit)?.size).toBeGreaterThan(22);
    expect(one.loop.view.quarantine().size).toBe(0);
  });
});

describe('while it is tried what the server takes', () => {
  const refuseIpv6 = (): void => {
    limits.answerTo = ({ type }) => (type === 'AAAA' ? 'refused' : undefined);
  };

  test.each([3, 4, 5])(
    'message %i has no answer: nothing is cut, the zone is read, and then it is tried anew',
    async (silent) => {
      refuseIpv6();
      let reads = 0;
      const one = await limited.running(() => undefined);
      limits.instead = (message) => (message === silent ? { kind: 'unknown', reason: 'lost' } : undefined);
      reads = one.told('read').length;
      dual();
      await world.time.run(50);
      expect([limits.sent.length, one.loop.view.limited().size]).toEqual([silent, 0]);
      expect(one.told('update-failed')).toHaveLength(1);
      expect(one.told('read').length - reads).toBe(0);
      await world.time.run(300);
      expect(one.told('read').length - reads).toBe(1);
      expect(below(web)).toEqual(['_http._tcp. SRV', 'A']);
      // What was only tried is not told.
      expect(one.told('rrsets-refused')).toEqual([{ kind: 'rrsets-refused', unit, rrsets: [`${web} AAAA`] }]);
      expect(one.loop.view.quarantine().size).toBe(0);
    },
  );

  test('its disk fills: that is no reason to leave anything out', async () => {
    refuseIpv6();
    const one = await limited.running(() => undefined);
    let isFull = true;
    limits.instead = (message) => (isFull && message > 2 ? { kind: 'server-failure' } : undefined);
    dual();
    await world.time.run(5_000);
    expect([below(web), one.loop.view.limited().size, one.loop.view.quarantine().size]).toEqual([[], 0, 0]);
    isFull = false;
    await world.time.run(3_000);
    expect(below(web)).toEqual(['_http._tcp. SRV', 'A']);
  });
});
