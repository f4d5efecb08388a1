import { afterAll, beforeAll, expect, test } from 'vitest';
import { systemClock } from '../../src/clock.ts';
import { createTransport } from '../../src/kube/api/transport.ts';
import { createCredentials } from '../../src/kube/credentials/createCredentials.ts';
import { createEventWriter } from '../../src/kube/events/eventWriter.ts';
import type { ServiceEvent } from '../../src/kube/events/serviceEvent.ts';
import { type ControlPlane, startControlPlane } from '../support/controlPlane.ts';
import { service, servicesPath } from './followCluster.ts';

let cluster: ControlPlane;

beforeAll(async () => {
  cluster = await startControlPlane();
});
afterAll(() => cluster[Symbol.asyncDispose]());

type Event = {
  readonly note: string;
  readonly regarding: { readonly uid: string };
  readonly series?: { readonly count: number };
};

const setup = async (user: 'k8s-bind' | 'stranger') => {
  const credentials = await createCredentials({ kubeconfig: cluster.users[user].kubeconfig, env: {} });
  const problems: (string | undefined)[] = [];
  let passedMs = 0;
  const transport = createTransport(credentials);
  const writer = createEventWriter({
    transport,
    clock: { ...systemClock, nowMs: () => performance.now() + passedMs },
    signal: new AbortController().signal,
    reporter: 'host-1',
    onProblem: (message) => problems.push(message),
  });
  const pass = (delayMs: number): void => {
    passedMs += delayMs;
  };
  return { writer, problems, pass, [Symbol.dispose]: transport.close };
};

const eventsOf = async (name: string): Promise<readonly Event[]> => {
  const { items } = await cluster.api<{ items: (Event & { regarding: { name: string } })[] }>(
    'GET',
    '/apis/events.k8s.io/v1/namespaces/default/events',
  );
  return items.filter(({ regarding }) => regarding.name === name);
};

const about = (name: string, uid: string, note = 'taken'): ServiceEvent => ({
  object: { kind: 'Service', namespace: 'default', name },
  uid,
  type: 'Warning',
  reason: 'NameTaken',
  action: 'Publish',
  note,
});

test('what happens again and again is one Event with a count, and kubectl shows it', async () => {
  const { metadata } = await cluster.api<{ metadata: { uid: string } }>('POST', servicesPath, service('a'));
  using events = await setup('k8s-bind');
  for (let round = 0; round < 3; round += 1) {
    events.writer.write(about('a', metadata.uid));
    events.writer.write(about('a', metadata.uid));
    await events.writer.flushed();
    events.pass(61_000);
  }
  const found = await eventsOf('a');
  expect(found).toHaveLength(1);
  expect(found[0]).toMatchObject({ note: 'taken', regarding: { uid: metadata.uid }, series: { count: 5 } });
  expect(await cluster.kubectl('describe', 'service', 'a')).toMatch(/Warning\s+NameTaken\s.*taken/);
  expect(events.problems).toEqual([]);
});

test('a flood is cut, and the allowance comes back', async () => {
  using events = await setup('k8s-bind');
  for (let index = 0; index < 40; index += 1) events.writer.write(about('b', '', `note ${index}`));
  await events.writer.flushed();
  expect(events.writer.status()).toEqual({ written: 25, dropped: 15 });
  events.pass(10_000);
  for (let index = 30; index < 35; index += 1) events.writer.write(about('b', '', `note ${index}`));
  await events.writer.flushed();
  expect(events.writer.status().written).toBe(27);
  expect(await eventsOf('b')).toHaveLength(27);
});

test('a note that is too long for the API is cut', async () => {
  using events = await setup('k8s-bind');
  events.writer.write(about('c', '', 'ä'.repeat(2000)));
  await events.writer.flushed();
  expect((await eventsOf('c'))[0]?.note).toMatch(/^ä{510}\.\.\.$/);
});

test('a role that is missing is named once', async () => {
  using events = await setup('stranger');
  for (const note of ['one', 'two']) events.writer.write(about('d', '', note));
  await events.writer.flushed();
  expect(events.problems).toEqual([
    expect.stringMatching(/^Cannot write Events: found 403 .*needed a role that grants create and patch on/),
  ]);
});
