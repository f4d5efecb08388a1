import { describe, expect, test } from 'vitest';
import { createNameContests } from '../../../../src/controller/desired/nameContests.ts';
import { objectRefKey, originRef } from '../../../../src/model/objectRef.ts';
import type { RequestedName, RequestedNames } from '../../../../src/records/serviceRecords.ts';

const zone = 'k8s.example.';
const base = `web.${zone}`;
const port = `_http._tcp.${base}`;

const nothing: RequestedNames = { names: [], requested: [] };

/** What an object asks for at one base: these names, each with its own address. */
const request = (
  key: string,
  createdMs: number,
  names: readonly string[] = [base],
  at = base,
): RequestedNames => ({
  requested: [at],
  names: names.map(
    (name): RequestedName => ({
      name,
      base: at,
      zone,
      origin: originRef(key),
      createdMs,
      rule: 'template',
      rrsets: [{ name, type: 'A', ttlSeconds: 30, rdatas: [`10.96.0.${createdMs}`] }],
    }),
  ),
});

const open = () => {
  const told: string[] = [];
  const contests = createNameContests((name, contest) => {
    const keys = (refs: readonly Parameters<typeof objectRefKey>[0][] = []) =>
      refs.map(objectRefKey).join(' ');
    told.push(
      contest === undefined
        ? `${name} ended`
        : `${objectRefKey(contest.winner)} with (${keys(contest.sharers)}) before (${keys(contest.losers)})`,
    );
  });
  const put = (key: string, createdMs: number) => contests.put(key, request(key, createdMs));
  return { contests, told, put };
};

describe('a contest is told', () => {
  test('when another shares the name, and when one of those who share it leaves', () => {
    const { contests, told, put } = open();
    put('a/web', 1);
    put('b/web', 5);
    put('a/more', 2);
    contests.put('a/more', nothing);
    contests.put('b/web', nothing);
    expect(told).toEqual([
      'a/web with () before (b/web)',
      'a/web with (a/more) before (b/web)',
      'a/web with () before (b/web)',
      `${base} ended`,
    ]);
    expect([...contests.contests().keys()]).toEqual([]);
  });

  test('when those who go without come to it in another order', () => {
    const { told, put } = open();
    put('a/web', 1);
    put('b/web', 2);
    put('c/web', 3);
    put('b/web', 4);
    put('b/web', 5);
    expect(told.slice(1)).toEqual([
      'a/web with () before (b/web c/web)',
      'a/web with () before (c/web b/web)',
    ]);
  });

  test('and shared names without anybody who goes without are told too', () => {
    const { contests, told, put } = open();
    put('a/web', 1);
    put('a/more', 2);
    expect(told).toEqual(['a/web with (a/more) before ()']);
    expect([...contests.contests().keys()]).toEqual([base]);
  });
});

test('of who asks for a name all are known, with content or without, and nobody who asked before', () => {
  const { contests, put } = open();
  expect(contests.requestersOf(base)).toEqual([]);
  put('a/web', 1);
  contests.put('b/web', { names: [], requested: [base] });
  contests.put('c/web', request('c/web', 3, [`other.${zone}`], `other.${zone}`));
  expect(contests.requestersOf(base)).toEqual(['a/web', 'b/web']);
  contests.put('a/web', nothing);
  expect(contests.requestersOf(base)).toEqual(['b/web']);
  contests.put('b/web', nothing);
  expect(contests.requestersOf(base)).toEqual([]);
});

test('who has lost a name below its base does not speak of it again', () => {
  const { contests, put } = open();
  contests.put('a/web', request('a/web', 1, [base, port]));
  expect(contests.put('a/web', nothing)).toEqual([base, port]);
  expect(put('a/web', 1)).toEqual([base]);
  expect(contests.put('b/web', { names: [], requested: [] })).toEqual([]);
});

test('a name is spoken of when it is asked for, has nothing any more, or nobody asks for it; not otherwise', () => {
  const { contests, put } = open();
  const waiting = { names: [], requested: [base], endpointsBelow: [base] };
  expect(contests.put('a/web', waiting)).toEqual([base]);
  expect(contests.put('a/web', waiting)).toEqual([]);
  expect(contests.put('b/web', waiting)).toEqual([]);
  expect(contests.put('b/web', nothing)).toEqual([]);
  expect(put('a/web', 1)).toEqual([base]);
  expect(contests.put('a/web', waiting)).toEqual([base]);
  expect(contests.put('a/web', nothing)).toEqual([base]);
});

test('a name below a base alone, without content at the base itself, is that of its base', () => {
  const { contests } = open();
  expect(contests.put('a/web', request('a/web', 1, [port]))).toEqual([port, base]);
  expect([contests.at(port)?.base, contests.at(base), [...contests.names()]]).toEqual([
    base,
    undefined,
    [port],
  ]);
});

describe('a name that one object asks for and that stands below the base of another', () => {
  const ofService = request('a/web', 1, [base, port]);
  const own = (key: string, createdMs: number) => request(key, createdMs, [port], port);

  test.each([
    { by: 'one object', keys: ['b/srv'] },
    { by: 'several', keys: ['b/srv', 'c/srv'] },
  ])('is that of who asks for it, $by, and the other has it back when nobody does', ({ keys }) => {
    for (const isFirst of [true, false]) {
      const { contests } = open();
      if (isFirst) contests.put('a/web', ofService);
      for (const [at, key] of keys.entries()) contests.put(key, own(key, at + 2));
      if (!isFirst) contests.put('a/web', ofService);
      expect(contests.at(port)?.base).toBe(port);
      expect([...contests.names()].sort()).toEqual([port, base].sort());
      for (const key of keys) expect(contests.put(key, nothing)).toContain(port);
      expect(contests.at(port)?.base).toBe(base);
      expect([...contests.names()]).toEqual([base, port]);
    }
  });

  test.each([1, 2])('and stays there when the other base goes (%i asking)', (count) => {
    const { contests } = open();
    contests.put('a/web', ofService);
    for (let at = 1; at <= count; at += 1) contests.put(`b/srv${at}`, own(`b/srv${at}`, at));
    contests.put('a/web', nothing);
    expect([contests.at(port)?.base, [...contests.names()]]).toEqual([port, [port]]);
  });
});
