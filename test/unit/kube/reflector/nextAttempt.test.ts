import { describe, expect, it } from 'vitest';
import type { Attempt, AttemptResult, Ending } from '../../../../src/kube/reflector/attempt.ts';
import { nextAttempt, syncAttempt } from '../../../../src/kube/reflector/nextAttempt.ts';
import { newMemory, type ReflectorMemory } from '../../../../src/kube/reflector/reflectorMemory.ts';

const watchList: Attempt = { kind: 'watch-list' };
const watchFrom = (resourceVersion: string): Attempt => ({ kind: 'watch', resourceVersion });
const versionOf = (resourceVersion: string): Attempt => ({ kind: 'version', resourceVersion });
const listFrom = (resourceVersion: string | undefined): Attempt => ({ kind: 'list', resourceVersion });

const refused = (code: number, more: Partial<Extract<Ending, { kind: 'refused' }>> = {}): Ending => ({
  kind: 'refused',
  code,
  message: `${code} because`,
  retryAfterMs: undefined,
  versionTooLarge: false,
  inStream: false,
  ...more,
});
const lost: Ending = { kind: 'lost', message: 'cut' };
const ended: Ending = { kind: 'ended' };

const memory = (more: Partial<ReflectorMemory> = {}): ReflectorMemory => ({
  ...newMemory('always'),
  ...more,
});

/** The step after an attempt, with all of the jitter (the longest wait). */
const after = (
  attempt: Attempt,
  result: Partial<AttemptResult> & { readonly ending: Ending },
  remembered: ReflectorMemory = memory(),
  nowMs = 0,
) =>
  nextAttempt(
    remembered,
    attempt,
    {
      resourceVersion: attempt.kind === 'watch' ? attempt.resourceVersion : undefined,
      openMs: 0,
      ...result,
    },
    { nowMs, random: 1 },
  );

describe('while everything is read', () => {
  it('a server that refuses a watch with initial events is asked for lists at once, and never for such a watch again', () => {
    const next = after(watchList, { ending: refused(422) });
    expect(next).toMatchObject({ attempt: listFrom('0'), waitMs: 0, problem: undefined, relist: undefined });
    expect(syncAttempt(next.memory, true)).toEqual(listFrom(undefined));
  });

  it.each([401, 403, 404, 429, 500, 503])(
    'status %i says nothing about watches with initial events',
    (code) => {
      const next = after(watchList, { ending: refused(code) });
      expect(next.attempt).toEqual(watchList);
      expect(next.memory.watchListRefused).toBe(false);
      expect(next.problem).toBe(`${code} because`);
    },
  );

  it('a complete list goes on as a watch from its version', () => {
    const ending: Ending = { kind: 'listed', resourceVersion: '7' };
    expect(after(listFrom('0'), { ending, resourceVersion: '7' })).toMatchObject({
      attempt: watchFrom('7'),
      waitMs: 0,
      relist: undefined,
    });
  });

  it('a list that expired between two pages begins again with the newest version', () => {
    const old = memory({ watchListRefused: true, resourceVersion: '5' });
    expect(after(listFrom('5'), { ending: refused(410) }, old)).toMatchObject({
      attempt: listFrom(undefined),
      waitMs: 0,
    });
  });

  it('a version that the server has not reached (restored from a backup) is not asked for again', () => {
    const old = memory({ watchListRefused: true, resourceVersion: '500' });
    const next = after(listFrom('500'), { ending: refused(504, { versionTooLarge: true }) }, old);
    expect(next.attempt).toEqual(listFrom(undefined));
  });

  it('a stream that stays quiet before it is complete is replaced by a list', () => {
    expect(after(watchList, { ending: ended, openMs: 80_000 }).attempt).toEqual(listFrom('0'));
  });

  it('a sync whose end never comes is made by lists from now on, at once, and that is reported', () => {
    const next = after(watchList, { ending: { kind: 'unfinished', message: 'no end' }, openMs: 15_000 });
    expect(next).toMatchObject({ attempt: listFrom('0'), waitMs: 0, problem: 'no end' });
    expect(syncAttempt(next.memory, true)).toEqual(listFrom(undefined));
  });
});

describe('while watching', () => {
  it('the end of a stream in order is followed by the next from the last version, at once', () => {
    expect(after(watchFrom('5'), { ending: ended, resourceVersion: '9', openMs: 300_000 })).toMatchObject({
      attempt: watchFrom('9'),
      waitMs: 0,
      problem: undefined,
    });
  });

  it('a sync by watch that was complete goes on as a watch, however its stream ends', () => {
    for (const ending of [ended, refused(500)])
      expect(after(watchList, { ending, resourceVersion: '9', openMs: 5000 }).attempt).toEqual(
        watchFrom('9'),
      );
  });

  it('after a loss the server is asked for the version first, until it answers, and then the watch goes on', () => {
    const cut = after(watchList, { ending: lost, resourceVersion: '9', openMs: 5000 });
    expect(cut).toMatchObject({ attempt: versionOf('9'), relist: undefined });
    const known = { resourceVersion: '9' };
    for (const ending of [lost, refused(403), refused(503)]) {
      const down = after(cut.attempt, { ending, ...known }, cut.memory);
      expect(down).toMatchObject({ attempt: versionOf('9'), relist: undefined });
      expect(down.waitMs).toBeGreaterThan(0);
    }
    const answered = after(cut.attempt, { ending: ended, ...known }, cut.memory);
    expect(answered).toMatchObject({ attempt: watchFrom('9'), waitMs: 0, problem: undefined });
  });

  it('a server whose store went back is read anew, the newest, at once', () => {
    const behind: Ending = { kind: 'behind', message: 'back to 5' };
    const known = { resourceVersion: '9' };
    const next = after(versionOf('9'), { ending: behind, ...known }, memory({ failures: 4 }));
    expect(next).toMatchObject({ attempt: watchList, waitMs: 0, relist: 'back to 5', problem: undefined });
    const byLists = memory({ watchListRefused: true, ...known });
    expect(after(versionOf('9'), { ending: behind, ...known }, byLists).attempt).toEqual(listFrom(undefined));
  });

  it('a stream in which nothing ever came, not even a bookmark, is not trusted: everything is read anew, the newest', () => {
    const silent: Ending = { kind: 'silent', message: 'silence' };
    const next = after(watchFrom('900'), { ending: silent, openMs: 80_000 });
    expect(next).toMatchObject({ attempt: watchList, waitMs: 0, relist: 'silence', problem: undefined });
    const byLists = after(
      watchFrom('900'),
      { ending: silent, openMs: 80_000 },
      memory({ watchListRefused: true }),
    );
    expect(byLists.attempt).toEqual(listFrom(undefined));
  });

  it('a stream shorter than a second waits even if it brought events, and longer each time', () => {
    let remembered = memory();
    const waits: number[] = [];
    for (let round = 0; round < 7; round += 1) {
      const next = after(watchFrom('5'), { ending: ended, resourceVersion: '6', openMs: 900 }, remembered);
      waits.push(next.waitMs);
      remembered = next.memory;
    }
    expect(waits).toEqual([800, 1600, 3200, 6400, 12_800, 25_600, 30_000]);
  });

  it('two healthy minutes end a row of failures', () => {
    const row = memory({ failures: 6 });
    const next = (openMs: number) => after(watchFrom('5'), { ending: lost, openMs }, row);
    expect(next(0).memory.failures).toBe(7);
    expect(next(119_999).memory.failures).toBe(7);
    expect(next(120_000).memory.failures).toBe(1);
  });

  it('a stream that is cut after a while is resumed at once, one that never began waits, but never for long', () => {
    expect(after(watchFrom('5'), { ending: lost, openMs: 10_000 }).waitMs).toBe(0);
    expect(after(watchFrom('5'), { ending: lost }).waitMs).toBe(800);
    expect(after(watchFrom('5'), { ending: lost }, memory({ failures: 20 })).waitMs).toBe(1500);
  });

  it('410 reads everything anew at once, even after a row of failures, but not in a circle', () => {
    const next = after(watchFrom('5'), { ending: refused(410, { inStream: true }) }, memory({ failures: 9 }));
    expect(next).toMatchObject({ attempt: watchList, waitMs: 0, relist: '410 because', problem: undefined });
    const listing = { ...next.memory, watchListRefused: true };
    const listed = after(
      listFrom(undefined),
      { ending: { kind: 'listed', resourceVersion: '6' }, resourceVersion: '6' },
      listing,
    );
    const again = after(watchFrom('6'), { ending: refused(410) }, listed.memory);
    expect(again.waitMs).toBeGreaterThan(0);
    expect(again.problem).toBe('410 because');
    const later = after(watchFrom('6'), { ending: refused(410), openMs: 1000 }, listed.memory);
    expect(later.waitMs).toBe(0);
  });

  it('a lost connection before does not make a 410 wait', () => {
    const cut = after(watchFrom('5'), { ending: lost, openMs: 60_000 });
    const down = after(cut.attempt, { ending: lost }, cut.memory);
    expect(after(down.attempt, { ending: refused(410) }, down.memory).waitMs).toBe(0);
  });

  it('what a server refuses that is there again waits as briefly as the first refusal of all', () => {
    const away = memory({ failures: 20 });
    const first = after(versionOf('5'), { ending: refused(403) }, away);
    expect(first.waitMs).toBe(800);
    const second = after(versionOf('5'), { ending: refused(429) }, first.memory);
    expect(second.waitMs).toBe(1600);
    const streamed = after(watchFrom('5'), { ending: ended, openMs: 1000 }, second.memory);
    expect(after(watchFrom('5'), { ending: refused(403) }, streamed.memory).waitMs).toBe(800);
    const many = memory({ refusals: 20 });
    for (const code of [401, 403])
      expect(after(watchFrom('5'), { ending: refused(code) }, { ...many, prompted: true }).waitMs).toBe(
        5_000,
      );
    expect(after(watchFrom('5'), { ending: refused(429) }, many).waitMs).toBe(30_000);
    expect(
      after(watchFrom('5'), { ending: refused(500, { inStream: true }), openMs: 1500 }, away).waitMs,
    ).toBe(30_000);
  });

  it('what was refused for want of rights before does not make a 410 wait, one 410 after the other does', () => {
    const before = memory({ refusals: 20, failures: 20, prompted: true });
    let next = after(versionOf('5'), { ending: refused(410) }, before);
    const waits = [next.waitMs];
    for (let round = 0; round < 6; round += 1) {
      const listed = { ending: { kind: 'listed', resourceVersion: '6' }, resourceVersion: '6' } as const;
      next = after(listFrom(undefined), listed, next.memory);
      next = after(watchFrom('6'), { ending: refused(410) }, next.memory);
      waits.push(next.waitMs);
    }
    expect(waits).toEqual([800, 1600, 3200, 6400, 12_800, 25_600, 30_000]);
    const streamed = after(watchFrom('6'), { ending: ended, openMs: 1000 }, next.memory);
    expect(streamed.memory).toMatchObject({ expiries: 0, refusals: 0, prompted: false });
  });

  it('429 and 5xx keep the version and wait as long as they are told', () => {
    expect(after(watchFrom('5'), { ending: refused(429, { retryAfterMs: 7000 }) })).toMatchObject({
      attempt: watchFrom('5'),
      waitMs: 7000,
      relist: undefined,
    });
    expect(after(watchFrom('5'), { ending: refused(503) })).toMatchObject({
      attempt: watchFrom('5'),
      waitMs: 800,
    });
  });

  it('a minute of ERROR events of 500 reads everything anew', () => {
    const error = { ending: refused(500, { inStream: true }) };
    const first = after(watchFrom('5'), error, memory(), 1000);
    const before = after(watchFrom('5'), error, first.memory, 60_999);
    expect(before.attempt).toEqual(watchFrom('5'));
    expect(after(watchFrom('5'), error, before.memory, 61_000).attempt).toEqual(watchList);
    const good = after(watchFrom('5'), { ending: ended, openMs: 2000 }, before.memory, 60_999);
    expect(after(watchFrom('5'), error, good.memory, 61_000).attempt).toEqual(watchFrom('5'));
  });

  it('401 renews the credentials and tries at once, then waits', () => {
    const first = after(watchFrom('5'), { ending: refused(401) });
    expect(first).toMatchObject({ attempt: watchFrom('5'), waitMs: 0, renewCredentials: true });
    const second = after(watchFrom('5'), { ending: refused(401) }, first.memory);
    expect(second).toMatchObject({ renewCredentials: true, problem: '401 because' });
    expect(second.waitMs).toBeGreaterThan(0);
  });

  it('403 keeps the version: what is known stays', () => {
    expect(after(watchFrom('5'), { ending: refused(403) })).toMatchObject({
      attempt: watchFrom('5'),
      relist: undefined,
    });
  });

  it('what cannot be read, or a request that is refused as wrong, reads everything anew', () => {
    for (const ending of [{ kind: 'garbled', message: 'odd' } as const, refused(400)]) {
      const next = after(watchFrom('5'), { ending, openMs: 5000 });
      expect(next.attempt).toEqual(watchList);
      expect(next.relist).toMatch(/^(odd|400 because)$/);
      expect(next.waitMs).toBe(800);
    }
  });
});
