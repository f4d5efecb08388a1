import { expect, test } from 'vitest';
import { problemsOf, stepsEach } from './world/checkSchedules.ts';
import { drawSchedule } from './world/drawSchedule.ts';
import { plainShape } from './world/shape.ts';
import type { ServiceSpec, Step } from './world/steps.ts';

/** Schedules that find faults the program has had, in their shortest form, with their seeds. */

const gift = (addresses: readonly string[]): ServiceSpec => ({
  kind: 'cluster-ip',
  addresses,
  ports: [],
  hostname: 'gift.shop.k8s.example',
});

test('a zone that goes back, and has its serial again by our own next update, is seen when that is read back', async () => {
  const steps: readonly Step[] = [
    { waitMs: 0, do: 'service', key: 'shop/db', spec: gift(['10.96.0.7', 'fd00::4']) },
    { waitMs: 400_000, do: 'fates', fates: ['lost', 'answer-lost'] },
    { waitMs: 0, do: 'remove', key: 'shop/db', what: 'service' },
    { waitMs: 1_500, do: 'fates', fates: ['slow', 'slow', 'unanswered', 'twice', 'slow'] },
    { waitMs: 0, do: 'service', key: 'shop/db', spec: gift(['10.96.0.7']) },
    { waitMs: 0, do: 'zone-restore', mark: 0 },
  ];
  expect(await problemsOf(2_001_053, steps)).toEqual([]);
});

test.for([5_004_115, 5_005_497])(
  'what is remembered of a zone is its claim as it was read, not as it was meant to be left (SEED=%i)',
  async (seed) => {
    const { shape, steps } = drawSchedule(seed, stepsEach);
    expect(shape.remembers).toBe(true);
    expect(await problemsOf(seed, steps, shape)).toEqual([]);
  },
);

test('a wildcard of a route that is accepted no more stays while another wildcard stands', async () => {
  const route = (host: string, isAccepted: boolean) => ({ hosts: [`${host}.k8s.example`], isAccepted });
  const steps: readonly Step[] = [
    { waitMs: 0, do: 'gateway', key: 'infra/web', spec: { addresses: ['192.0.2.101'], isAccepted: true } },
    { waitMs: 0, do: 'route', key: 'shop/one', spec: route('*.apps', true) },
    { waitMs: 400_000, do: 'route', key: 'edge/two', spec: route('*.edge', true) },
    { waitMs: 0, do: 'route', key: 'edge/two', spec: route('*.edge', false) },
  ];
  expect(await problemsOf(25, steps, { ...plainShape, routes: true })).toEqual([]);
});

test('what was refused and is too long by the time it is refused no more is written in part', async () => {
  const { shape, steps } = drawSchedule(2_094_423_509, stepsEach);
  expect(steps.map((step) => step.do)).toEqual(expect.arrayContaining(['limit', 'refuse']));
  expect(await problemsOf(2_094_423_509, steps, shape)).toEqual([]);
});

test('who waits and asks for a name no more does not keep it from the next one, whose hold is its own (SEED=70005180)', async () => {
  const gateway = (addresses: readonly string[]): Step => ({
    waitMs: 0,
    do: 'gateway',
    key: 'infra/web',
    spec: { addresses, isAccepted: true },
  });
  const route = (waitMs: number, key: string, host: string, isAccepted: boolean): Step => ({
    waitMs,
    do: 'route',
    key,
    spec: { hosts: [`${host}.k8s.example`], isAccepted },
  });
  const steps: readonly Step[] = [
    gateway(['192.0.2.101']),
    route(0, 'shop/one', 'web.edge', true),
    route(3, 'edge/two', 'web.edge', true),
    route(5_000, 'edge/two', 'web.apps', false),
    gateway([]),
  ];
  expect(await problemsOf(70_005_180, steps, { ...plainShape, routes: true })).toEqual([]);
});

test('what was refused of who stands by is published when the one that wrote is gone (SEED=92014776)', async () => {
  const steps: readonly Step[] = [
    { waitMs: 1_500, do: 'replica' },
    {
      waitMs: 0,
      do: 'ingress',
      key: 'shop/front',
      spec: {
        className: 'web',
        hosts: ['web.apps.k8s.example', 'q.a.apps.k8s.example'],
        addresses: ['192.0.2.103'],
      },
    },
    { waitMs: 400_000, do: 'refuse', type: 'A' },
    { waitMs: 0, do: 'leave', daemon: 0, how: 'kill' },
  ];
  expect(await problemsOf(92_014_776, steps, { ...plainShape, holds: true })).toEqual([]);
});

test('who has claimed a zone, and nothing more, sees that it was put back and claimed by another (SEED=120198957)', async () => {
  const steps: readonly Step[] = [
    { waitMs: 0, do: 'kill', daemon: 1, downMs: 3_000 },
    {
      waitMs: 5_000,
      do: 'ingress',
      key: 'shop/back',
      spec: { className: 'other', hosts: ['*.apps.k8s.example'], addresses: ['192.0.2.102'] },
    },
    { waitMs: 0, do: 'zone-restore', mark: 1 },
    { waitMs: 0, do: 'kill', daemon: 0, downMs: 3_000 },
  ];
  expect(await problemsOf(120_198_957, steps, { ...plainShape, holds: true })).toEqual([]);
});

test('a change that loses PTRs is not written before they are gone, though an earlier one waits to be (SEED=120504663)', async () => {
  const ends = (waitMs: number, ...ready: readonly (readonly [string, boolean])[]): Step => ({
    waitMs,
    do: 'slice',
    key: 'default/api',
    endpoints: ready.map(([address, ready]) => ({ address, ready })),
    port: 'http',
  });
  const web = (
    waitMs: number,
    address: string,
    more: { ports: readonly string[]; hostname?: string },
  ): Step => ({
    waitMs,
    do: 'service',
    key: 'default/web',
    spec: { kind: 'cluster-ip', addresses: [address], ...more },
  });
  const steps: readonly Step[] = [
    ends(100_000, ['10.96.0.1', true], ['10.1.0.7', true]),
    web(700, '10.96.0.1', { ports: ['http', 'admin'], hostname: 'gift.shop.k8s.example' }),
    web(0, '10.96.0.2', { ports: [] }),
    { waitMs: 0, do: 'remove', key: 'default/web', what: 'service' },
    { waitMs: 700, do: 'service', key: 'default/api', spec: { kind: 'headless' } },
    web(0, '10.96.0.2', { ports: [] }),
    ends(0, ['10.96.0.1', true], ['10.1.0.3', false], ['10.1.0.7', true]),
    { waitMs: 0, do: 'remove', key: 'default/api', what: 'slice' },
  ];
  expect(await problemsOf(120_504_663, steps, { ...plainShape, reverse: true })).toEqual([]);
});

test('a Gateway that is heard of before its route is no fault of a hold (SEED=120108101)', async () => {
  const { shape, steps } = drawSchedule(120_108_101, stepsEach);
  expect(shape.routes).toBe(true);
  expect(await problemsOf(120_108_101, steps, shape)).toEqual([]);
});

test('addresses that are gone before a process heard of them begin no hold of their own (SEED=140265338)', async () => {
  const hosts = (first: string, second: string): readonly string[] => [
    `${first}.k8s.example`,
    `${second}.k8s.example`,
  ];
  const ingress = (waitMs: number, asked: readonly string[], addresses: readonly string[]): Step => ({
    waitMs,
    do: 'ingress',
    key: 'shop/front',
    spec: { className: 'web', hosts: asked, addresses },
  });
  const [before, after] = [hosts('*.apps', '*.edge'), hosts('*.edge', 'web.edge')];
  const steps: readonly Step[] = [
    ingress(0, before, ['192.0.2.101', '192.0.2.110']),
    ingress(1_500, before, []),
    ingress(0, after, []),
    ingress(0, after, ['192.0.2.101']),
    { waitMs: 120, do: 'hand-delete', name: 'web.apps.k8s.example.', type: 'NS' },
    {
      waitMs: 0,
      do: 'service',
      key: 'shop/lb',
      spec: { kind: 'balancer', addresses: ['192.0.2.103'] },
    },
    ingress(0, after, []),
  ];
  expect(await problemsOf(140_265_338, steps, { ...plainShape, holds: true })).toEqual([]);
});

test('a zone that goes back, and comes past its serial by two changes of ours to one object, is read as a whole (SEED=140865913)', async () => {
  const database = (spec: ServiceSpec): Step => ({ waitMs: 0, do: 'service', key: 'shop/db', spec });
  const steps: readonly Step[] = [
    {
      waitMs: 120,
      do: 'ingress',
      key: 'shop/front',
      spec: {
        className: 'web',
        hosts: ['web.apps.k8s.example', 'q.a.apps.k8s.example', 'www.k8s.example'],
        addresses: ['192.0.2.101'],
      },
    },
    { waitMs: 0, do: 'hand-add', name: 'gift.shop.k8s.example.', type: 'NS', number: 1 },
    { waitMs: 0, do: 'hand-add', name: 'z.apps.k8s.example.', type: 'NS', number: 3 },
    { waitMs: 0, do: 'zone-restore', mark: 3 },
    database({ kind: 'balancer', addresses: ['192.0.2.102'] }),
    database({ kind: 'cluster-ip', addresses: ['10.96.0.6', 'fd00::5'], ports: [''] }),
  ];
  expect(await problemsOf(140_865_913, steps, { ...plainShape, holds: true })).toEqual([]);
});
