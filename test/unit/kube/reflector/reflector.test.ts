import { describe, expect, it } from 'vitest';
import { answers, breaksOff, hangs, opens } from '../../../support/hostileApi.ts';
import { waitFor } from '../../../support/waitFor.ts';
import { added, errorEvent, event, initialEventsEnd, reflect, toldBecomes } from './reflect.ts';

/** A page of a list with one item. */
const page = (name: string, next: string) =>
  JSON.stringify({
    metadata: { resourceVersion: '5', continue: next },
    items: [{ metadata: { namespace: 'n', name } }],
  });

/** What a server says that is asked for one object alone: how far it is, and the object's version if it has one. */
const isAt = (version: number | string, ...found: readonly (number | string)[]) =>
  answers(
    200,
    JSON.stringify({
      metadata: { resourceVersion: `${version}` },
      items: found.map((one) => ({ metadata: { namespace: 'n', name: 'a', resourceVersion: `${one}` } })),
    }),
  );

/** The version a watch request asked for. */
const versionOf = (request: string | undefined) =>
  new URL(`http://x${request}`).searchParams.get('resourceVersion');

describe('a reflector', () => {
  it('hears of a sync in one step, and of nothing before it is complete', async () => {
    await using setup = await reflect([
      opens(added('a', 1) + added('b', 2) + event('DELETED', 'a', 3) + initialEventsEnd(3) + added('c', 4)),
    ]);
    await toldBecomes(setup, '=n/b', '+n/c');
    expect(setup.requests[0]).toMatch(
      /^\/api\/v1\/services\?watch=1&allowWatchBookmarks=true&timeoutSeconds=\d+&sendInitialEvents=true&resourceVersionMatch=NotOlderThan$/,
    );
  });

  it('drops a line that was cut, and gets its event again from the last whole version', async () => {
    await using setup = await reflect([
      breaksOff(initialEventsEnd(3) + added('a', 4) + added('b', 5).slice(0, 20)),
      isAt(5, 4),
      opens(added('b', 5)),
    ]);
    await toldBecomes(setup, '=', '+n/a', '+n/b');
    expect(versionOf(setup.requests[2])).toBe('4');
  });

  it('asks after a loss for what changed last, by its name, before it watches on', async () => {
    await using setup = await reflect([
      breaksOff(added('b', 3) + added('a', 7) + added('c', 5) + initialEventsEnd(9)),
      isAt(9, 7),
      opens(added('d', 10)),
    ]);
    await toldBecomes(setup, '=n/b,n/a,n/c', '+n/d');
    expect(setup.requests[1]).toBe(
      '/api/v1/services?limit=1&fieldSelector=metadata.name%3Da%2Cmetadata.namespace%3Dn',
    );
    expect(setup.reflector.status().relists).toBe(0);
  });

  it.each([
    ['is not as far as it was', isAt(999, 900)],
    ['has passed that since, with an earlier object', isAt(2000, 900)],
    ['cannot be asked so', answers(400, '{"message":"field label not supported"}')],
    ['answers with something else', answers(200, '<html>login</html>')],
  ])('reads everything anew after a loss when the server %s', async (_, answer) => {
    await using setup = await reflect([
      breaksOff(initialEventsEnd(1000) + added('a', 1001)),
      answer,
      opens(added('b', 3) + initialEventsEnd(999)),
    ]);
    await toldBecomes(setup, '=', '+n/a', '=n/b');
    expect(setup.reflector.status().relists).toBe(1);
  });

  it.each([
    ['and tells of no deletion', answers(200, event('DELETED', 'b', 1002))],
    ['and has forgotten what was', answers(410, '{"message":"too old"}')],
  ])('reads everything anew after a loss when the server lacks the newest object, %s', async (_, answer) => {
    await using setup = await reflect([
      breaksOff(initialEventsEnd(1000) + added('a', 1001)),
      isAt(2000),
      answer,
      opens(added('b', 3) + initialEventsEnd(2000)),
    ]);
    await toldBecomes(setup, '=', '+n/a', '=n/b');
  });

  it('goes on after a loss when the newest object was deleted since', async () => {
    await using setup = await reflect([
      breaksOff(initialEventsEnd(1000) + added('a', 1001)),
      isAt(2000),
      answers(200, event('DELETED', 'a', 1002)),
      opens(event('DELETED', 'a', 1002)),
    ]);
    await toldBecomes(setup, '=', '+n/a', '-n/a');
    expect(setup.requests[2]).toBe(
      '/api/v1/services?watch=1&timeoutSeconds=1&resourceVersion=1001&fieldSelector=metadata.name%3Da%2Cmetadata.namespace%3Dn',
    );
    expect(setup.reflector.status().relists).toBe(0);
  });

  it('reads everything anew after a loss when the server has again what was deleted last', async () => {
    await using setup = await reflect([
      breaksOff(
        added('b', 899) +
          added('a', 900) +
          added('c', 901) +
          initialEventsEnd(1000) +
          event('DELETED', 'a', 1001),
      ),
      isAt(2000, 901),
      isAt(2000, 900),
      opens(added('a', 900) + initialEventsEnd(2000)),
    ]);
    await toldBecomes(setup, '=n/b,n/a,n/c', '-n/a', '=n/a');
    expect(setup.requests.slice(1, 3).map((path) => /name%3D(.)/.exec(path)?.[1])).toEqual(['c', 'a']);
  });

  it.each([
    ['there was nothing', ''],
    ['the newest object was deleted', event('ADDED', 'b', 1001) + event('DELETED', 'b', 1002)],
  ])('reads everything anew after a loss when %s, without a question', async (_, events) => {
    await using setup = await reflect([
      breaksOff(initialEventsEnd(1000) + events),
      opens(added('a', 3) + initialEventsEnd(2000)),
    ]);
    await toldBecomes(setup, '=', ...(events === '' ? [] : ['+n/b', '-n/b']), '=n/a');
    expect(setup.requests).toHaveLength(2);
  });

  it.each([
    ['as it was', 'MODIFIED', [isAt(1001, 1001)]],
    ['changed since', 'MODIFIED', [isAt(1003, 1002)]],
    ['of a version that is no number', 'MODIFIED', [isAt('1001', 'unheard of')]],
    ['gone as it was', 'DELETED', [isAt(1001, 900), isAt(1001)]],
    ['gone, and there anew', 'DELETED', [isAt(1003, 900), isAt(1003, 1002)]],
  ])('goes on after a loss when the last change is %s', async (_, type, answers) => {
    await using setup = await reflect([
      breaksOff(added('c', 900) + initialEventsEnd(1000) + event(type, 'a', 1001)),
      ...answers,
      opens(added('b', 1004)),
    ]);
    await toldBecomes(setup, '=n/c', type === 'DELETED' ? '-n/a' : '+n/a', '+n/b');
    expect(setup.reflector.status().relists).toBe(0);
  });

  it('knows of lists, too, what changed last', async () => {
    const items = ['4', '12', '9'].map((resourceVersion, at) => ({
      metadata: { namespace: 'n', name: 'abc'.charAt(at), resourceVersion },
    }));
    await using setup = await reflect(
      [
        answers(200, JSON.stringify({ metadata: { resourceVersion: '20' }, items })),
        breaksOff(''),
        isAt(20, 12),
        opens(added('d', 21)),
      ],
      { watchList: 'off' },
    );
    await toldBecomes(setup, '=n/a,n/b,n/c', '+n/d');
    expect(setup.requests[2]).toContain('metadata.name%3Db');
  });

  it('shows nothing of a sync that was cut', async () => {
    await using setup = await reflect([breaksOff(added('a', 1)), opens(added('b', 2) + initialEventsEnd(2))]);
    await toldBecomes(setup, '=n/b');
  });

  it('reads everything anew after a line that is no event', async () => {
    await using setup = await reflect([
      opens(`${initialEventsEnd(3)}{"type":"ADDED","object":garbage}\n`),
      opens(added('a', 4) + initialEventsEnd(4)),
    ]);
    await toldBecomes(setup, '=', '=n/a');
    expect(setup.reflector.status().relists).toBe(1);
  });

  it('waits as long as Retry-After asks, and keeps its version', async () => {
    await using setup = await reflect([
      breaksOff(added('b', 7) + initialEventsEnd(7)),
      isAt(7, 7),
      answers(429, '{"message":"slow down"}', { 'retry-after': '9' }),
      opens(added('a', 8)),
    ]);
    await toldBecomes(setup, '=n/b', '+n/a');
    expect(setup.waits[2]).toBe(9000);
    expect(setup.requests.slice(2).map(versionOf)).toEqual(['7', '7']);
  });

  it('tries an ERROR of 500 within the stream again from its version', async () => {
    await using setup = await reflect([opens(initialEventsEnd(7) + errorEvent(500)), opens(added('a', 8))]);
    await toldBecomes(setup, '=', '+n/a');
    expect(versionOf(setup.requests[1])).toBe('7');
    expect(setup.reflector.status().relists).toBe(0);
  });

  it('relists after an ERROR of 410 within the stream', async () => {
    await using setup = await reflect([
      opens(initialEventsEnd(7) + errorEvent(410)),
      opens(added('a', 9) + initialEventsEnd(9)),
    ]);
    await toldBecomes(setup, '=', '=n/a');
    expect(setup.waits[0]).toBe(0);
  });

  it('falls back to lists, follows their pages, and begins with the newest when a page has expired', async () => {
    await using setup = await reflect([
      answers(422, '{"message":"sendInitialEvents is forbidden"}'),
      answers(200, page('a', 'next/1')),
      answers(410, '{"message":"expired"}'),
      answers(200, page('a', 'next/2')),
      answers(200, page('b', '')),
      opens(added('c', 6)),
    ]);
    await toldBecomes(setup, '=n/a,n/b', '+n/c');
    expect(setup.requests.slice(1)).toEqual([
      '/api/v1/services?resourceVersion=0&resourceVersionMatch=NotOlderThan',
      '/api/v1/services?limit=500&continue=next%2F1',
      '/api/v1/services?limit=500',
      '/api/v1/services?limit=500&continue=next%2F2',
      expect.stringMatching(/watch=1.*&resourceVersion=5$/),
    ]);
  });

  it('does not take a list that is cut, or is none, for a short one', async () => {
    const list = '{"metadata":{"resourceVersion":"5"},"items":[{"metadata":{"namespace":"n","name":"a"}}]}';
    await using setup = await reflect(
      [
        breaksOff(list.slice(0, -1)),
        answers(200, list.slice(0, -2)),
        answers(200, '<html>login</html>'),
        answers(200, '{"items":[{}garbage]}'),
        answers(200, list),
        hangs,
      ],
      { watchList: 'off' },
    );
    await toldBecomes(setup, '=n/a');
    // The watch after it is asked for a moment later.
    await waitFor('the watch', () => setup.requests.length > 5);
    expect(setup.requests).toHaveLength(6);
  });

  it('reads everything by a list at first, follows it, and reads it anew by a watch with initial events', async () => {
    const list = '{"metadata":{"resourceVersion":"5"},"items":[{"metadata":{"namespace":"n","name":"a"}}]}';
    await using setup = await reflect(
      [
        answers(200, list),
        opens(added('b', 6) + errorEvent(410)),
        opens(added('c', 7) + initialEventsEnd(7)),
        hangs,
      ],
      { watchList: 'again' },
    );
    await toldBecomes(setup, '=n/a', '+n/b', '=n/c');
    expect(setup.requests[0]).toMatch(/\?resourceVersion=$/);
    expect(setup.requests[1]).toContain('&resourceVersion=5');
    expect(setup.requests[2]).toContain('sendInitialEvents=true');
  });

  it('asks a server that sends plain bookmarks before the initial ones are complete for lists', async () => {
    const bookmark = `${JSON.stringify({ type: 'BOOKMARK', object: { metadata: { resourceVersion: '5' } } })}\n`;
    await using setup = await reflect([opens(added('a', 1) + bookmark), hangs]);
    await waitFor('a list', () => setup.requests[1]?.includes('resourceVersion=0'));
    expect(setup.told).toEqual([]);
  });

  it('uses one connection for watches that follow one another', async () => {
    await using setup = await reflect([
      answers(200, initialEventsEnd(1)),
      answers(200, added('a', 2)),
      opens(added('b', 3)),
    ]);
    await toldBecomes(setup, '=', '+n/a', '+n/b');
    expect(new Set(setup.ports).size).toBe(1);
  });

  it('goes on when a handler throws, and says it', async () => {
    await using setup = await reflect([opens(initialEventsEnd(1) + added('bad', 2) + added('good', 3))], {
      onUpsert: (key) => {
        if (key === 'n/bad') throw new Error('no');
      },
    });
    await toldBecomes(setup, '=', '+n/bad', '+n/good');
    expect(setup.faults).toHaveLength(1);
  });

  it('hands an event on in the tick in which its octets came', async () => {
    let ticked = false;
    const seen: boolean[] = [];
    await using setup = await reflect([opens(initialEventsEnd(1) + added('a', 2) + added('b', 3))], {
      onUpsert: () => {
        seen.push(ticked);
        queueMicrotask(() => {
          ticked = true;
        });
      },
    });
    await toldBecomes(setup, '=', '+n/a', '+n/b');
    expect(seen).toEqual([false, false]);
  });

  it('gives up a server that accepts and never answers', async () => {
    await using setup = await reflect([hangs, opens(added('a', 1) + initialEventsEnd(1))], {
      limits: { connectMs: 1000, headersMs: 50 },
    });
    await toldBecomes(setup, '=n/a');
    expect(setup.waits[0]).toBeGreaterThan(0);
  });

  it('stops at once, whatever it is at', async () => {
    for (const reply of [hangs, opens(''), answers(503, '{}')]) {
      const setup = await reflect([reply]);
      await waitFor('a request', () => setup.requests.length > 0);
      await setup[Symbol.asyncDispose]();
      expect(setup.reflector.status().state).toBe('stopped');
      expect(setup.told).toEqual([]);
    }
  });
});
