import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { createNameContests, type NameContest } from '../../../../src/controller/desired/nameContests.ts';
import { objectRefKey, serviceRef } from '../../../../src/model/objectRef.ts';
import type { RequestedName, RequestedNames } from '../../../../src/records/serviceRecords.ts';

const base = 'web.k8s.example.';

/** A Service's request: the name itself, and one SRV name below it where it has a port. */
const request = (
  key: string,
  createdMs: number,
  options: { readonly port?: boolean } = {},
): RequestedNames => {
  const names = [base, ...(options.port === true ? [`_http._tcp.${base}`] : [])].map(
    (name): RequestedName => ({
      name,
      base,
      zone: 'k8s.example.',
      origin: serviceRef(key),
      createdMs,
      rule: 'short-name',
      rrsets: [{ name, type: 'A', ttlSeconds: 30, rdatas: [`10.96.0.${createdMs}`] }],
    }),
  );
  return { names, requested: [base] };
};

const nothing: RequestedNames = { names: [], requested: [] };

const open = () => {
  const told: string[] = [];
  const contests = createNameContests((name, contest) => void told.push(`${name} ${textOf(contest)}`));
  const has = (name: string): string => {
    const there = contests.at(name);
    return there === undefined ? '' : objectRefKey(there.origin);
  };
  return { contests, told, has };
};

const textOf = (contest: NameContest | undefined): string =>
  contest === undefined
    ? 'is not disputed'
    : `${objectRefKey(contest.winner)} before ${contest.losers.map(objectRefKey).join(', ')}`;

test('a name and what stands below it goes from one Service to an older one, and comes back when that is gone', () => {
  const { contests, has } = open();
  expect(contests.put('a/web', request('a/web', 2, { port: true }))).toEqual([base, `_http._tcp.${base}`]);
  expect(contests.put('b/web', request('b/web', 1))).toEqual([base, `_http._tcp.${base}`]);
  expect([has(base), has(`_http._tcp.${base}`)]).toEqual(['b/web', '']);
  expect([...contests.names()]).toEqual([base]);
  expect(contests.put('b/web', nothing)).toEqual([base, `_http._tcp.${base}`]);
  expect([has(base), has(`_http._tcp.${base}`)]).toEqual(['a/web', 'a/web']);
});

test('an older Service without content keeps nobody from a name, and has it as soon as it has content', () => {
  const { contests, told, has } = open();
  const waiting: RequestedNames = { names: [], requested: [base] };
  contests.put('old/web', waiting);
  expect(has(base)).toBe('');
  contests.put('new/web', request('new/web', 2));
  expect(has(base)).toBe('new/web');
  contests.put('old/web', request('old/web', 1));
  expect(has(base)).toBe('old/web');
  contests.put('old/web', waiting);
  expect(has(base)).toBe('new/web');
  expect(told).toEqual([`${base} old/web before new/web`, `${base} is not disputed`]);
});

test('a contest is reported when it begins, when others join or leave, and when it ends; not when nothing in it changes', () => {
  const { contests, told } = open();
  contests.put('b/web', request('b/web', 1));
  contests.put('a/web', request('a/web', 2));
  contests.put('a/web', request('a/web', 2, { port: true }));
  contests.put('c/web', request('c/web', 3));
  contests.put('b/web', nothing);
  contests.put('a/web', nothing);
  expect(told).toEqual([
    `${base} b/web before a/web`,
    `${base} b/web before a/web, c/web`,
    `${base} a/web before c/web`,
    `${base} is not disputed`,
  ]);
});

test('many names of one Service are each looked at once', () => {
  const { contests } = open();
  const counted = { reads: 0 };
  const names = Array.from({ length: 2_000 }, (_, at): RequestedName => {
    const name = `n${at}.k8s.example.`;
    const [request0] = request('a/web', 1).names;
    if (request0 === undefined) throw new Error('Cannot make a request');
    return {
      ...request0,
      name,
      get base() {
        counted.reads += 1;
        return name;
      },
    };
  });
  const requested = names.map(({ name }) => name);
  contests.put('a/web', { names, requested });
  contests.put('a/web', { names: names.slice(1), requested: requested.slice(1) });
  expect([...contests.names()]).toHaveLength(1_999);
  expect(counted.reads).toBeLessThan(names.length * 8);
});

test('a name is requested as long as one Service requests it, with content or without', () => {
  const { contests, has } = open();
  contests.put('a/web', { names: [], requested: [base] });
  expect(contests.isRequested(base)).toBe(true);
  expect(has(base)).toBe('');
  contests.put('b/web', request('b/web', 1));
  contests.put('a/web', nothing);
  expect(contests.isRequested(base)).toBe(true);
  contests.put('b/web', { names: [], requested: [base] });
  expect([contests.isRequested(base), has(base)]).toEqual([true, '']);
  contests.put('b/web', nothing);
  expect(contests.isRequested(base)).toBe(false);
});

test('whatever objects request and give up, each name has what the first of those who request it requests now', () => {
  const keys = ['a/web', 'b/web', 'c/web'];
  const request = fc.record({
    key: fc.constantFrom(...keys),
    bases: fc.uniqueArray(fc.constantFrom('x', 'y', 'z'), { maxLength: 3 }),
    hasContent: fc.boolean(),
    hasPort: fc.boolean(),
    address: fc.constantFrom('192.0.2.1', '192.0.2.2'),
    type: fc.constantFrom('A' as const, 'CNAME' as const),
  });
  fc.assert(
    fc.property(fc.array(request, { maxLength: 12 }), (steps) => {
      const { contests } = open();
      const current = new Map<string, RequestedNames>();
      for (const { key, bases, hasContent, hasPort, address, type } of steps) {
        const requested = bases.map((label) => `${label}.k8s.example.`);
        const namesAt = (at: string): readonly RequestedName[] =>
          [at, ...(hasPort ? [`_http._tcp.${at}`] : [])].map((name) => ({
            name,
            base: at,
            zone: 'k8s.example.',
            origin: serviceRef(key),
            rule: 'annotation',
            createdMs: keys.indexOf(key) + 1,
            rrsets: [{ name, type, ttlSeconds: 30, rdatas: [address] }],
          }));
        const names = hasContent ? requested.flatMap(namesAt) : [];
        current.set(key, { names, requested });
        contests.put(key, { names, requested });
      }
      const winners = new Map<string, readonly RequestedName[]>();
      for (const key of keys.toReversed())
        for (const [base, names] of Map.groupBy(current.get(key)?.names ?? [], (name) => name.base))
          winners.set(base, names);
      const needed = [...winners.values()].flat();
      expect([...contests.names()].sort()).toEqual(needed.map(({ name }) => name).sort());
      for (const one of needed) expect(contests.at(one.name)).toEqual(one);
      for (const base of ['x', 'y', 'z'].map((label) => `${label}.k8s.example.`))
        expect(contests.isRequested(base)).toBe(
          [...current.values()].some(({ requested }) => requested.includes(base)),
        );
    }),
  );
});
