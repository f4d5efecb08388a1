import { expect, test } from 'vitest';
import { apiShapes } from '../../../../src/kube/protobuf/apiShapes.ts';
import { protobufType } from '../../../../src/kube/protobuf/envelopeShape.ts';
import { messageShape } from '../../../../src/kube/protobuf/messageShape.ts';
import { encodeEnvelope, encodeList, encodeMessage } from '../../../support/encodeProtobuf.ts';
import { answers, hangs, opens, type Reply } from '../../../support/hostileApi.ts';
import { added, reflect, toldBecomes } from './reflect.ts';

const itemShape = apiShapes.services ?? [];
const statusShape = messageShape({
  2: { key: 'status', kind: 'text' },
  3: { key: 'message', kind: 'text' },
  6: { key: 'code', kind: 'integer' },
});

const asProtobuf = (status: number, body: Buffer): Reply =>
  answers(status, body, { 'content-type': protobufType });
const page = (name: string, next: string): Buffer =>
  encodeList({ resourceVersion: '5', continue: next }, [{ metadata: { namespace: 'n', name } }], itemShape);
const json = JSON.stringify({
  metadata: { resourceVersion: '5' },
  items: [{ metadata: { namespace: 'n', name: 'a' } }],
});

/** Notes what media types are asked for. */
const noting =
  (accepted: string[], reply: Reply): Reply =>
  (response, request) => {
    accepted.push(String(request.headers.accept));
    reply(response, request);
  };

test('lists are asked for as protobuf, page after page, and what follows them as JSON', async () => {
  const accepted: string[] = [];
  const replies = [asProtobuf(200, page('a', 'more')), asProtobuf(200, page('b', '')), opens(added('c', 6))];
  await using setup = await reflect(
    replies.map((reply) => noting(accepted, reply)),
    { watchList: 'again', itemShape },
  );
  await toldBecomes(setup, '=n/a,n/b', '+n/c');
  const both = `${protobufType}, application/json`;
  expect(accepted).toEqual([both, both, 'application/json']);
  expect(setup.requests[1]).toContain('continue=more');
  expect(setup.requests[2]).toMatch(/watch=1.*resourceVersion=5/);
});

test('a server that answers in JSON all the same is read', async () => {
  await using setup = await reflect([answers(200, json), hangs], { watchList: 'again', itemShape });
  await toldBecomes(setup, '=n/a');
});

test('without a shape nobody asks for protobuf, and who sends it sends no list', async () => {
  const accepted: string[] = [];
  const replies = [asProtobuf(200, page('a', '')), answers(200, json), hangs];
  await using setup = await reflect(
    replies.map((reply) => noting(accepted, reply)),
    { watchList: 'off' },
  );
  await toldBecomes(setup, '=n/a');
  expect([setup.problems, accepted[0]]).toEqual([['the answer is no list'], 'application/json']);
});

test('what a server says when it refuses is read in that form too', async () => {
  const status = encodeMessage({ status: 'Failure', message: 'not yours', code: 403 }, statusShape);
  await using setup = await reflect(
    [
      asProtobuf(403, encodeEnvelope('Status', status)),
      asProtobuf(500, Buffer.from('k8s\0\xff')),
      asProtobuf(200, page('a', '')),
      hangs,
    ],
    { watchList: 'again', itemShape },
  );
  await toldBecomes(setup, '=n/a');
  expect(setup.problems).toEqual([
    expect.stringContaining('403 not yours'),
    expect.stringContaining('500 without a reason'),
  ]);
});

test('a list that is cut, is none, or has too long an item is not taken', async () => {
  const whole = page('a', '');
  const cut: Reply = (response) => {
    response.writeHead(200, { 'content-type': protobufType });
    response.write(whole.subarray(0, 40), () => setImmediate(() => response.socket?.resetAndDestroy()));
  };
  await using setup = await reflect(
    [
      asProtobuf(200, whole.subarray(0, 40)),
      asProtobuf(200, Buffer.from('<html>')),
      asProtobuf(200, page('a'.repeat(200_000), '')),
      cut,
      asProtobuf(200, whole),
      hangs,
    ],
    { watchList: 'off', itemShape, readLimits: { itemOctets: 50_000 } },
  );
  await toldBecomes(setup, '=n/a');
  expect(setup.problems).toEqual([
    'the list is not complete',
    'the answer is no list',
    'an item of the list above 50000 octets',
    expect.stringContaining('the list was cut'),
  ]);
});
