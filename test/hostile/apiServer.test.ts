import { expect } from 'vitest';
import { answers, breaksOff, floods, hangs, opens, type Reply } from '../support/hostileApi.ts';
import { eventLine, type Misbehaviour, status } from '../support/hostileApiServer.ts';
import { type Attack, testAttacks } from '../support/hostileAttack.ts';
import { serviceObject } from '../support/hostileObjects.ts';
import type { HostileWorld } from '../support/hostileWorld.ts';
import { waitFor } from '../support/waitFor.ts';

/** From now on requests are answered so, and whoever watches must ask anew. */
const from =
  (how: Misbehaviour) =>
  ({ api }: HostileWorld): void => {
    api.misbehave(how);
    api.forget();
  };

type More = Partial<Attack> & {
  /** How many wrong answers make an attack. */
  readonly times?: number;
};

const attack = (name: string, how: Misbehaviour, { times = 3, ...more }: More = {}): Attack => ({
  name,
  on: from(how),
  felt: ({ api }) => api.misbehaved() >= times,
  innocent: 'after',
  ...more,
});

/** Every request is answered by the same. */
const whole = (name: string, reply: Reply, more?: More): Attack => attack(name, () => reply, more);

const isInitial = (url = ''): boolean => url.includes('sendInitialEvents');
const isWatch = (url = ''): boolean => url.includes('watch=1');

/** Lists by watch are not known, and lists are answered so; watches are right. */
const lists = (name: string, reply: Reply, more?: More): Attack =>
  attack(
    name,
    ({ url }) =>
      isInitial(url) ? answers(400, status(400, 'unknown parameter')) : isWatch(url) ? undefined : reply,
    { times: 4, ...more },
  );

/** Octets as they go over the wire, in place of an answer. */
const raw =
  (text: string, end = true): Reply =>
  ({ socket }) => {
    socket?.write(text);
    if (end) socket?.end();
  };

/** What is written into the open watches of Services, where everybody else is served as before. */
const said = (name: string, text: string, more: Partial<Attack> = {}): Attack => ({
  name,
  on: ({ api }) => api.say('services', text),
  felt: () => true,
  innocent: 'during',
  ...more,
});

const web = (version: unknown, name = 'web') => {
  const object = serviceObject(`default/${name}`, '10.96.2.1');
  return { ...object, metadata: { ...object.metadata, resourceVersion: version } };
};

const crowd = Array.from({ length: 60 }, (_, index) =>
  serviceObject(`default/crowd-${index}`, `10.96.3.${index}`),
);

const answersAll = async ({ named, zone }: HostileWorld): Promise<boolean> =>
  (await named.dig(`crowd-59.default.svc.${zone}`, 'A', '+short')) === '10.96.3.59';

const endless =
  (first: string, line: (index: number) => string): Reply =>
  (response) => {
    let index = 0;
    response.writeHead(200, { 'content-type': 'application/json' });
    response.write(first);
    const pour = (): void => {
      while (!response.destroyed) {
        let text = '';
        for (const until = index + 500; index < until; index += 1) text += line(index);
        if (!response.write(text)) return;
      }
    };
    response.on('drain', pour);
    pour();
  };

const millions = endless('', (index) =>
  eventLine('ADDED', { metadata: { namespace: 'n', name: `x${index}`, resourceVersion: '5' }, spec: {} }),
);

const tooMany: More = {
  alone: true,
  felt: ({ daemon }) => daemon.logs().includes('of more than 1000000 objects'),
  feltMs: 60_000,
  bounds: { megabytes: 450, publishedMs: 30_000 },
};

const later = (seconds: string): Reply => answers(429, status(429, 'later'), { 'retry-after': seconds });

testAttacks([
  whole('every answer drips, a blank every few milliseconds', floods('{"items":[', ' ', 5), {
    times: 2,
    bounds: { publishedMs: 25_000 },
  }),
  attack(
    'events flow for ever and the end of the initial ones is never told',
    ({ url }) =>
      isInitial(url) ? floods(eventLine('ADDED', web('5')), eventLine('MODIFIED', web('6')), 5) : undefined,
    { times: 2, innocent: 'during', bounds: { publishedMs: 25_000 } },
  ),
  whole('every answer is a line without an end', floods('{"type":"', 'x'.repeat(65_536)), {
    times: 4,
    bounds: { megabytes: 200 },
  }),
  lists(
    'an item of a list has no end',
    floods('{"metadata":{"resourceVersion":"5"},"items":[{"a":"', 'x'.repeat(65_536)),
    { bounds: { megabytes: 200 } },
  ),
  lists(
    'an item of a list is no JSON',
    answers(200, '{"metadata":{"resourceVersion":"5"},"items":[{"a":b}]}'),
  ),
  lists('a list ends before its last brace', answers(200, '{"metadata":{"resourceVersion":"5"},"items":[{}')),
  lists('a list has no version', answers(200, '{"metadata":{},"items":[]}')),
  lists(
    'the pages of a list go in a circle',
    answers(200, '{"metadata":{"resourceVersion":"5","continue":"t"},"items":[{}]}'),
    {
      times: 2005,
    },
  ),
  lists(
    'a list has a million tiny objects and does not end',
    endless('{"items":[{}', (index) => `,{"metadata":{"namespace":"n","name":"x${index}"},"spec":{}}`),
    tooMany,
  ),
  attack(
    'initial events bring a million tiny objects and do not end',
    ({ url }) => (isInitial(url) && url?.includes('services') === true ? millions : undefined),
    tooMany,
  ),
  whole('every answer is no JSON', opens('so it is\n')),
  whole('every answer is empty', answers(200, '')),
  whole(
    'every answer is a page of HTML',
    answers(200, '<html>log in</html>', { 'content-type': 'text/html' }),
  ),
  whole('every answer is 410, for ever', answers(410, status(410, 'gone')), { times: 4 }),
  whole('every stream is 410, for ever', opens(eventLine('ERROR', { code: 410, message: 'gone' })), {
    times: 4,
  }),
  whole('every answer is 429, to be tried again in a century', later('3155760000'), {
    times: 2,
    bounds: { publishedMs: 75_000 },
  }),
  whole('every answer is 429, to be tried again in the year 9999', later('Fri, 31 Dec 9999 23:59:59 GMT'), {
    times: 2,
    bounds: { publishedMs: 75_000 },
  }),
  whole('every answer is 429, to be tried again yesterday', later('-86400')),
  whole('every answer is 429, to be tried again in words', later('1e309 or so')),
  whole('every answer is 500', answers(500, status(500, 'broken')), { times: 4 }),
  attack(
    'answers are 401 and 403 in turn',
    (() => {
      let turn = 0;
      return () => answers([401, 403][(turn += 1) % 2] ?? 401, status(401, `no${'\u001b[31m'.repeat(2000)}`));
    })(),
    { times: 5 },
  ),
  whole('every answer leads elsewhere', answers(302, '', { location: 'http://127.0.0.1:1/' })),
  whole('every answer breaks off in the middle', breaksOff('{"type":"ADDED","object":{"meta')),
  whole(
    'every answer breaks off within a chunk',
    raw('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nffffff\r\n{"type"'),
  ),
  whole(
    'every answer has a chunk whose length is no number',
    raw('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n'),
  ),
  whole('every answer is no HTTP', raw('\x15\x03\x01\x00\x02\x02\x28')),
  whole(
    'every answer switches protocols',
    raw('HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n', false),
    {
      times: 4,
    },
  ),
  whole(
    'every answer has a megabyte of headers',
    raw(`HTTP/1.1 200 OK\r\nx: ${'y'.repeat(1 << 20)}\r\n\r\n`),
  ),
  whole('no request is ever answered', hangs, { times: 2, bounds: { publishedMs: 40_000 } }),
  {
    name: 'the cluster is emptied within a moment, and comes back',
    on: async (world) => {
      world.api.put(...crowd);
      await waitFor('all are published', () => answersAll(world));
      world.api.remove(...crowd);
      world.defer(() => world.api.put(...crowd));
    },
    felt: ({ daemon }) => daemon.logs().includes('eld back'),
    meanwhile: async (world) => expect(await answersAll(world)).toBe(true),
    innocent: 'during',
  },
  {
    name: 'the cluster is read anew, and is empty',
    on: async (world) => {
      world.api.put(...crowd);
      await waitFor('all are published', () => answersAll(world));
      const end = {
        metadata: { resourceVersion: '5', annotations: { 'k8s.io/initial-events-end': 'true' } },
      };
      from(({ url }) => (isInitial(url) ? opens(eventLine('BOOKMARK', end)) : undefined))(world);
      world.defer(() => world.api.cut());
    },
    felt: ({ daemon }) => daemon.logs().includes('eld back'),
    meanwhile: async (world) => expect(await answersAll(world)).toBe(true),
    innocent: 'after',
  },
  said(
    'the stream brings objects of other kinds, and keys as __proto__',
    [
      eventLine('ADDED', {
        kind: 'Secret',
        metadata: { name: '__proto__', namespace: 'constructor', resourceVersion: '5' },
      }),
      '{"type":"ADDED","object":{"__proto__":{"metadata":{}},"metadata":{"resourceVersion":"5","name":"x","namespace":"y","labels":{"__proto__":"z"},"annotations":{"__proto__":"z","constructor":"z"}}}}\n',
      '{"type":"__proto__","object":{"metadata":{"resourceVersion":"5","name":"x"}}}\n',
    ].join(''),
    { innocent: 'after' },
  ),
  said(
    'an event has every key twice',
    '{"type":"DELETED","type":"MODIFIED","object":{"metadata":{"name":"healthy","namespace":"default"}},"object":{"metadata":{"name":"x","namespace":"y","resourceVersion":"5"}}}\n',
  ),
  said(
    'versions are no numbers',
    [-1, 1e300, '', 'x'.repeat(10_000), null, {}, []]
      .map((version) => eventLine('MODIFIED', web(version)))
      .join(''),
    {
      innocent: 'after',
    },
  ),
  said('names have 10,000 characters', eventLine('ADDED', web('5', 'x'.repeat(10_000)))),
  said(
    'a Service has a name of other bytes than names have',
    ['', '.', '..', 'a/b', '\u0000', '\u202egnp', 'ü', '*', '_k8s-bind', 'a.b']
      .map((name) => eventLine('ADDED', web('5', name)))
      .join(''),
  ),
  said(
    'members are of other types than they are',
    ['spec', 'metadata', 'kind']
      .flatMap((member) =>
        [null, 1, 'x', [], true].map((value) => eventLine('ADDED', { ...web('5'), [member]: value })),
      )
      .join(''),
    {
      innocent: 'after',
    },
  ),
  said(
    'a hundred thousand bookmarks come at once',
    eventLine('BOOKMARK', { metadata: { resourceVersion: '5' } }).repeat(100_000),
  ),
  said(
    'a Service changes a hundred thousand times at once',
    Array.from({ length: 100_000 }, (_, index) =>
      eventLine('MODIFIED', serviceObject('default/web', `10.96.4.${index & 255}`)),
    ).join(''),
  ),
]);
