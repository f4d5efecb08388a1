import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readClusterIdentity } from '../../../../src/kube/api/clusterIdentity.ts';
import { createTransport } from '../../../../src/kube/api/transport.ts';
import { createCredentials } from '../../../../src/kube/credentials/createCredentials.ts';
import { answers, type HostileApi, type Reply, startHostileApi } from '../../../support/hostileApi.ts';

let stack = new AsyncDisposableStack();
beforeEach(() => {
  stack = new AsyncDisposableStack();
});
afterEach(() => stack.disposeAsync());

const { signal } = new AbortController();
const refused = answers(403, '{"message":"namespaces \\"kube-system\\" is forbidden"}');
const found = answers(200, '{"metadata":{"uid":"3b9f"}}');
const path = '/api/v1/namespaces/kube-system';

const identityFrom = async (...replies: readonly Reply[]) => {
  const api: HostileApi = stack.use(await startHostileApi(replies));
  const transport = createTransport(await createCredentials({ master: api.url, env: {} }));
  stack.defer(transport.close);
  return { identity: await readClusterIdentity(transport, signal), requests: api.requests };
};

describe('the identity of a cluster', () => {
  test('is the UID of its namespace kube-system', async () => {
    const { identity, requests } = await identityFrom(found);
    expect([identity, requests]).toEqual([{ kind: 'found', uid: '3b9f' }, [path]]);
  });

  test.each([
    ['403', refused, '403 namespaces "kube-system" is forbidden'],
    ['404', answers(404, '{"message":"no such thing"}'), '404 no such thing'],
  ])('is not to be had where an API server that is ready answers %s', async (_status, refusal, words) => {
    const { identity, requests } = await identityFrom(refusal, answers(200, 'ok'), refusal);
    expect(identity).toEqual({
      kind: 'forbidden',
      message: `Cannot read namespace "kube-system", whose UID is the cluster's identity: found ${words}, needed permission to get it, or --owner`,
    });
    expect(requests).toEqual([path, '/readyz', path]);
  });

  test.each([
    ['refuses that as well', answers(403, ''), '403'],
    ['says that it is not ready', answers(500, '[-]informer-sync failed'), '500'],
    ['is gone again', (response) => void response.destroy(), 'no answer'],
  ] satisfies readonly (readonly [string, Reply, string])[])(
    'may be had later from one that refuses, and asked whether it is ready %s',
    async (_what, ready, words) => {
      const { identity, requests } = await identityFrom(refused, ready);
      expect(identity).toEqual({
        kind: 'unreachable',
        message: expect.stringMatching(
          new RegExp(
            `found 403 .*, needed permission to get it, or --owner; the API server is not ready: found ${words} at /readyz$`,
          ),
        ),
      });
      expect(requests.slice(0, 2)).toEqual([path, '/readyz']);
    },
  );

  test('is there at the second try, where the server has become ready meanwhile', async () => {
    const { identity } = await identityFrom(refused, answers(200, 'ok'), found);
    expect(identity).toEqual({ kind: 'found', uid: '3b9f' });
  });

  test.each([
    ['500', answers(500, '{"message":"etcd is away"}'), 'found 500 etcd is away, needed an answer'],
    ['200 without a UID', answers(200, '{"metadata":{}}'), 'found 200, needed an answer'],
  ])('may be had later where the answer is %s: nothing else is asked', async (_status, reply, words) => {
    const { identity, requests } = await identityFrom(reply);
    expect(identity).toEqual({
      kind: 'unreachable',
      message: expect.stringMatching(new RegExp(`${words}$`)),
    });
    expect(requests).toEqual([path]);
  });

  test('is asked for with other credentials after a 401, and not at all where nobody waits any more', async () => {
    const api = stack.use(await startHostileApi([answers(401, '{}')]));
    const transport = createTransport(await createCredentials({ master: api.url, env: {} }));
    stack.defer(transport.close);
    let renewed = 0;
    const counting = { ...transport, renewCredentials: () => void (renewed += 1) };
    expect(await readClusterIdentity(counting, signal)).toMatchObject({ kind: 'unreachable' });
    expect(renewed).toBe(1);
    const stopped = await readClusterIdentity(counting, AbortSignal.abort());
    expect([stopped, renewed]).toEqual([{ kind: 'unreachable', message: 'stopped' }, 1]);
  });

  test('may be had later from a server that is not there', async () => {
    const api = await startHostileApi([found]);
    await api[Symbol.asyncDispose]();
    const transport = createTransport(await createCredentials({ master: api.url, env: {} }));
    stack.defer(transport.close);
    expect(await readClusterIdentity(transport, signal)).toEqual({
      kind: 'unreachable',
      message: expect.stringMatching(/^Cannot reach the Kubernetes API/),
    });
  });
});
