import { describe, expect, it } from 'vitest';
import { answers, floods, opens, type Reply } from '../../../support/hostileApi.ts';
import { waitFor } from '../../../support/waitFor.ts';
import { added, errorEvent, event, initialEventsEnd, reflect, toldBecomes } from './reflect.ts';

const mebibyte = 1 << 20;
const list = (name: string) =>
  `{"metadata":{"resourceVersion":"5"},"items":[{"metadata":{"namespace":"n","name":"${name}"}}]}`;
const good = answers(200, list('a'));
const whatFollows = opens(added('b', 6));

/** A reply, and how many octets had been handed to the socket when the client had enough. */
const counted = (reply: Reply) => {
  const count = { octets: 0 };
  const counting: Reply = (response, request) => {
    const { socket } = response;
    response.on('close', () => {
      count.octets += socket?.bytesWritten ?? 0;
    });
    reply(response, request);
  };
  return { reply: counting, count };
};

describe('a sync by watch whose end never comes', () => {
  it.each<[string, Reply]>([
    ['while events go on', floods(added('a', 1), event('MODIFIED', 'a', 2), 5)],
    ['after which nothing comes', opens(added('a', 1))],
  ])('%s, is given up for lists, which is reported and remembered', async (_what, reply) => {
    await using setup = await reflect(
      [reply, good, opens(errorEvent(410)), answers(200, list('c')), whatFollows],
      { readLimits: { noProgressMs: 100 } },
    );
    await toldBecomes(setup, '=n/a', '=n/c', '+n/b');
    expect(setup.problems).toEqual([
      'the server did not tell the end of its initial events, so it is read by lists from now on',
    ]);
    expect(setup.requests.map((path) => /sendInitialEvents/.test(path))).toEqual([
      true,
      false,
      false,
      false,
      false,
    ]);
  });

  it('is given up after a while even if there is always another object', async () => {
    let name = 0;
    const grows: Reply = (response) => {
      response.writeHead(200);
      const timer = setInterval(() => response.write(added(`x${(name += 1)}`, name)), 5);
      response.on('close', () => clearInterval(timer));
    };
    await using setup = await reflect([grows, good, whatFollows], { readLimits: { initialEventsMs: 100 } });
    await toldBecomes(setup, '=n/a', '+n/b');
  });

  it('goes on as long as there is progress', async () => {
    let name = 0;
    const slow: Reply = (response) => {
      response.writeHead(200);
      const timer = setInterval(() => {
        name += 1;
        response.write(name < 12 ? added(`x${name}`, name) : initialEventsEnd(name));
        if (name === 12) clearInterval(timer);
      }, 40);
    };
    await using setup = await reflect([slow], { readLimits: { noProgressMs: 300 } });
    await waitFor('the sync', () => setup.told.length === 1);
    expect(setup.told[0]?.split(',')).toHaveLength(11);
    expect(setup.requests).toHaveLength(1);
  });

  it('that says nothing at all is given up too, but asked for again later', async () => {
    await using setup = await reflect(
      [opens(''), good, opens(errorEvent(410)), opens(added('c', 9) + initialEventsEnd(9))],
      { readLimits: { noProgressMs: 100 } },
    );
    await toldBecomes(setup, '=n/a', '=n/c');
    expect(setup.requests.map((path) => /sendInitialEvents/.test(path))).toEqual([true, false, false, true]);
  });
});

describe('what a server may send', () => {
  const piece = 'x'.repeat(32_768);

  it.each<[string, 'always' | 'off', string, string, string]>([
    ['an item of a list', 'off', '{"items":[{"a":"', piece, 'an item of the list above 8 MiB'],
    ['an envelope of a list', 'off', '{"metadata":{"a":"', piece, 'an item of the list above 8 MiB'],
    ['a line of a watch', 'always', '{"type":"', piece, 'a line above 8 MiB'],
  ])('%s without an end is cut off soon', async (_what, watchList, first, then, problem) => {
    const { reply, count } = counted(floods(first, then));
    const replies = [reply, watchList === 'off' ? good : opens(added('a', 1) + initialEventsEnd(1))];
    await using setup = await reflect(replies, { watchList });
    await waitFor('the next attempt', () => setup.told.includes('=n/a'));
    expect(setup.problems[0]).toBe(problem);
    expect(count.octets).toBeGreaterThan(8 * mebibyte);
    // What the sockets of both ends hold comes on top.
    expect(count.octets).toBeLessThan(24 * mebibyte);
  });

  it.each<[string, 'always' | 'off', object, string]>([
    ['a list', 'off', { syncOctets: 100_000 }, 'a list of more than 100000 octets'],
    ['a list', 'off', { syncObjects: 500 }, 'a list of more than 500 objects'],
    ['initial events', 'always', { syncOctets: 100_000 }, 'initial events of more than 100000 octets'],
    ['initial events', 'always', { syncObjects: 500 }, 'initial events of more than 500 objects'],
  ])('%s without an end is cut off: %s %o', async (_what, watchList, limits, problem) => {
    let name = 0;
    const endless: Reply = (response) => {
      response.writeHead(200);
      response.write(watchList === 'off' ? '{"items":[{}' : '');
      const pour = (): void => {
        while (!response.destroyed) {
          name += 1;
          const item = `,{"metadata":{"namespace":"n","name":"x${name}"}}`;
          if (!response.write(watchList === 'off' ? item : added(`x${name}`, name))) return;
        }
      };
      response.on('drain', pour);
      pour();
    };
    const replies = [endless, watchList === 'off' ? good : opens(added('a', 1) + initialEventsEnd(1))];
    await using setup = await reflect(replies, { watchList, readLimits: limits });
    await waitFor('the next attempt', () => setup.told.length > 0);
    expect(setup.told[0]).toBe('=n/a');
    expect(setup.problems[0]).toBe(problem);
  });

  it('a list whose pages go in a circle is given up, and shows nothing', async () => {
    const circle = answers(200, list('a').replace('"5"', '"5","continue":"again"'));
    await using setup = await reflect([circle, circle, circle, good, whatFollows], {
      watchList: 'off',
      readLimits: { listPages: 3 },
    });
    await toldBecomes(setup, '=n/a', '+n/b');
    expect(setup.problems[0]).toBe('a list of more than 3 pages');
    expect(setup.requests).toHaveLength(5);
  });

  it('a refusal in words of any length is reported in a line that fits into a log', async () => {
    const message = `no\n\u001b[31m${'why '.repeat(100_000)}`;
    await using setup = await reflect([answers(403, JSON.stringify({ message })), good, whatFollows], {
      watchList: 'off',
    });
    await toldBecomes(setup, '=n/a', '+n/b');
    expect(setup.problems[0]).toMatch(/^403 no \[31mwhy why .*\.\.\.$/);
    expect(setup.problems[0]?.length).toBeLessThan(520);
  });

  it('a list that drips is given up as a whole, and shows nothing', async () => {
    const drips = floods('{"metadata":{"resourceVersion":"5"},"items":[', ' ', 2);
    await using setup = await reflect([drips, good, whatFollows], {
      watchList: 'off',
      readLimits: { listMs: 200 },
    });
    await toldBecomes(setup, '=n/a', '+n/b');
    expect(setup.problems[0]).toMatch(/^the list was not whole after 0\.2 s$/);
  });
});
