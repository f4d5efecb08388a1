import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTransport } from '../../src/kube/api/transport.ts';
import { createCredentials } from '../../src/kube/credentials/createCredentials.ts';
import { createLeaseClient, type LeaseClient } from '../../src/kube/lease/leaseClient.ts';
import { createLeaseElection, type LeaseElection } from '../../src/kube/lease/leaseElection.ts';
import { systemClock } from '../../src/kube/reflector/reflection.ts';
import { type ControlPlane, startControlPlane } from '../support/controlPlane.ts';
import { waitFor } from '../support/waitFor.ts';

let cluster: ControlPlane;
const times = { durationMs: 2000, renewDeadlineMs: 1400, retryMs: 200 };
const leases = '/apis/coordination.k8s.io/v1/namespaces/default/leases';

beforeAll(async () => {
  cluster = await startControlPlane();
});
afterAll(() => cluster[Symbol.asyncDispose]());

type Candidate = AsyncDisposable & {
  readonly election: LeaseElection;
  readonly log: string[];
  /** Its requests fail from now on, as when the process is cut off. */
  readonly cutOff: (isCutOff: boolean) => void;
};

const candidate = async (
  lease: string,
  identity: string,
  user: 'k8s-bind' | 'stranger' = 'k8s-bind',
): Promise<Candidate> => {
  const credentials = await createCredentials({ kubeconfig: cluster.users[user].kubeconfig, env: {} });
  const transport = createTransport(credentials);
  const client = createLeaseClient(transport, { namespace: 'default', name: lease });
  const log: string[] = [];
  let isCutOff = false;
  const unlessCutOff =
    <Args extends readonly unknown[], Answer>(call: (...args: Args) => Promise<Answer>) =>
    (...args: Args) =>
      isCutOff ? Promise.resolve({ kind: 'failed' as const, message: 'cut off' }) : call(...args);
  const wrapped: LeaseClient = { read: unlessCutOff(client.read), write: unlessCutOff(client.write) };
  const election = createLeaseElection(
    {
      client: wrapped,
      clock: systemClock,
      onAcquired: () => log.push('acquired'),
      onLost: (reason) => log.push(`lost: ${reason}`),
      onProblem: (message) => log.push(`problem: ${message}`),
    },
    { identity, ...times },
  );
  const stop = new AbortController();
  const running = election.run(stop.signal);
  return {
    election,
    log,
    cutOff: (value) => {
      isCutOff = value;
    },
    [Symbol.asyncDispose]: async () => {
      stop.abort();
      await running;
      transport.close();
    },
  };
};

const leads = ({ election }: Candidate) => waitFor('the lease', election.isLeader);

test('one of many that start at once leads, and the others know who', async () => {
  await using stack = new AsyncDisposableStack();
  const all: Candidate[] = [];
  for (const identity of ['a', 'b', 'c']) all.push(stack.use(await candidate('one', identity)));
  await waitFor('a leader that all know', () => {
    const [holder] = new Set(all.map(({ election }) => election.holder()));
    return holder !== '' && all.every(({ election }) => election.holder() === holder);
  });
  expect(all.filter(({ election }) => election.isLeader())).toHaveLength(1);
});

test('a leader that stops gives the lease back, and the next takes it without waiting for its end', async () => {
  const first = await candidate('handed', 'first');
  await leads(first);
  await using second = await candidate('handed', 'second');
  await waitFor('the second to see the first', () => second.election.holder() === 'first');
  const stoppedMs = performance.now();
  await first[Symbol.asyncDispose]();
  await leads(second);
  expect(performance.now() - stoppedMs).toBeLessThan(times.durationMs);
  const { spec } = await cluster.api<{ spec: { holderIdentity: string; leaseTransitions: number } }>(
    'GET',
    `${leases}/handed`,
  );
  expect(spec).toMatchObject({ holderIdentity: 'second', leaseTransitions: 1 });
});

test('a leader that is cut off stands down before another takes over', async () => {
  await using first = await candidate('cut', 'first');
  await leads(first);
  await using second = await candidate('cut', 'second');
  await waitFor('the second to see the first', () => second.election.holder() === 'first');
  first.cutOff(true);
  let bothLed = false;
  await waitFor('the second to lead', () => {
    bothLed ||= first.election.isLeader() && second.election.isLeader();
    return second.election.isLeader();
  });
  expect(bothLed).toBe(false);
  expect(first.log).toContain('lost: cut off');
  first.cutOff(false);
  await waitFor('the first to see the second', () => first.election.holder() === 'second');
  expect(first.election.isLeader()).toBe(false);
});

test('a lease that is deleted under its leader is made again', async () => {
  await using leader = await candidate('deleted', 'leader');
  await leads(leader);
  await cluster.api('DELETE', `${leases}/deleted`);
  await waitFor('the lease', () => cluster.api('GET', `${leases}/deleted`));
  expect(leader.log).toEqual(['acquired']);
});

test('a lease that another takes by force is lost at once', async () => {
  await using leader = await candidate('taken', 'leader');
  await leads(leader);
  const renewTime = new Date().toISOString().replace('Z', '000Z');
  await cluster.api('PATCH', `${leases}/taken`, { spec: { holderIdentity: 'thief', renewTime } });
  await waitFor('the loss', () => leader.log.includes('lost: the lease is held by thief'));
  expect(leader.election.isLeader()).toBe(false);
});

test('a role that is missing is named', async () => {
  await using stranger = await candidate('forbidden', 'stranger', 'stranger');
  await waitFor('the problem', () => stranger.log.length > 0);
  expect(stranger.log[0]).toMatch(
    /^problem: Cannot hold lease "default\/forbidden": found 403 .*needed a role that grants get, create and update on leases\.coordination\.k8s\.io$/,
  );
});
