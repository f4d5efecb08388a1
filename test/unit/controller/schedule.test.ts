import { beforeEach, describe, expect, test } from 'vitest';
import { createSchedule, type Schedule } from '../../../src/controller/schedule.ts';

let now: number;
let drawn: number;
let schedule: Schedule;

beforeEach(() => {
  now = 1_000;
  drawn = 0.5;
  schedule = createSchedule(
    { nowMs: () => now, random: () => drawn },
    { soaIntervalMs: 60_000, fullTransferIntervalMs: 600_000, readBackMs: 100, recallCheckMs: 5_000 },
  );
});

test('a start knows nothing: no reading is due by itself, all is asked for at once, and nothing was written', () => {
  expect([schedule.readDue(), schedule.compareDue(), schedule.isWritten(), schedule.settled()]).toEqual([
    'no',
    false,
    false,
    false,
  ]);
  expect([schedule.readBackAtMs(), schedule.nextSoaAtMs(), schedule.nextFullAtMs()]).toEqual([
    undefined,
    0,
    0,
  ]);
  expect([schedule.notBeforeMs(), schedule.lastReadAtMs()]).toEqual([0, Number.NEGATIVE_INFINITY]);
});

describe('a whole zone that was read', () => {
  test.each([
    [0, 540_000],
    [0.5, 600_000],
    [1, 660_000],
  ])('is to be compared, and is read again after about ten minutes (drawn %d)', (value, afterMs) => {
    drawn = value;
    schedule.doubt('full');
    schedule.noteRead('full');
    expect([schedule.readDue(), schedule.compareDue()]).toEqual(['no', true]);
    expect(schedule.nextFullAtMs()).toBe(1_000 + afterMs);
    schedule.noteCompared();
    expect(schedule.compareDue()).toBe(false);
    schedule.compareAgain();
    expect(schedule.compareDue()).toBe(true);
  });

  test('is read again soon where it is known from before', () => {
    schedule.noteRead('full');
    expect(schedule.isRecalled()).toBe(false);
    schedule.noteRecalled();
    expect([schedule.nextFullAtMs(), schedule.isRecalled()]).toEqual([6_000, true]);
    schedule.noteRead('incremental');
    expect(schedule.isRecalled()).toBe(true);
    schedule.noteRead('full');
    expect(schedule.isRecalled()).toBe(false);
  });
});

test('changes that were read are not compared with all that is desired', () => {
  schedule.doubt('incremental');
  schedule.noteRead('incremental');
  expect([schedule.readDue(), schedule.compareDue(), schedule.nextFullAtMs()]).toEqual(['no', false, 0]);
});

describe('what was written', () => {
  test('is read back a while after the last update of a burst', () => {
    schedule.noteWritten();
    expect([schedule.isWritten(), schedule.readBackAtMs()]).toEqual([true, 1_100]);
    now = 1_050;
    schedule.noteWritten();
    expect(schedule.readBackAtMs()).toBe(1_150);
  });

  test('is read back while the burst goes on too', () => {
    schedule.noteWritten();
    now = 1_950;
    schedule.noteWritten();
    expect(schedule.readBackAtMs()).toBe(2_000);
  });

  test('is read back by a reading of the whole zone, and not by one of changes', () => {
    schedule.noteWritten();
    schedule.noteRead('incremental');
    expect(schedule.isWritten()).toBe(true);
    schedule.noteRead('full');
    expect([schedule.isWritten(), schedule.readBackAtMs()]).toEqual([false, undefined]);
  });

  test('is done with once it was read back, and the next burst has all its time', () => {
    schedule.noteWritten();
    schedule.noteReadBack();
    expect([schedule.isWritten(), schedule.readBackAtMs()]).toEqual([false, undefined]);
    now = 5_000;
    schedule.noteWritten();
    expect(schedule.readBackAtMs()).toBe(5_100);
  });

  test('by somebody else is read back soon too, and is nothing that we wrote', () => {
    schedule.readBackSoon();
    expect([schedule.isWritten(), schedule.readBackAtMs()]).toEqual([false, 1_100]);
  });
});

describe('a server that refused everything', () => {
  test('may have been edited meanwhile: the zone is read as a whole once it takes an update, one time', () => {
    schedule.noteRefused();
    expect(schedule.readDue()).toBe('no');
    schedule.noteTaken();
    expect(schedule.readDue()).toBe('full');
    schedule.noteRead('full');
    schedule.noteTaken();
    expect(schedule.readDue()).toBe('no');
  });

  test('is none where it takes updates all the time', () => {
    schedule.noteTaken();
    expect(schedule.readDue()).toBe('no');
  });
});

test('plans that are stale are counted as long as they come in a row', () => {
  expect([schedule.noteStalePlan(), schedule.noteStalePlan()]).toEqual([1, 2]);
  schedule.noteFreshPlan();
  expect(schedule.noteStalePlan()).toBe(1);
});

describe('the serial', () => {
  test('is asked for a minute after it was told', () => {
    schedule.noteSerial();
    expect([schedule.lastReadAtMs(), schedule.nextSoaAtMs()]).toEqual([1_000, 61_000]);
  });

  test('is asked for soon after a NOTIFY, and not within 200 ms of the last time', () => {
    schedule.noteSerial();
    now = 1_050;
    schedule.askSoon();
    expect(schedule.nextSoaAtMs()).toBe(1_200);
    schedule.askSoon(0);
    expect(schedule.nextSoaAtMs()).toBe(1_000);
    schedule.askSoon();
    expect(schedule.nextSoaAtMs()).toBe(1_000);
  });
});

test('what is sent waits longer each time, until the server answers requests of that kind', () => {
  const waits = [schedule.wait('write'), schedule.wait('write'), schedule.wait('write')];
  expect(waits).toEqual(waits.toSorted((a, b) => a - b));
  expect(new Set(waits).size).toBe(3);
  expect(schedule.notBeforeMs()).toBe(1_000 + (waits[2] ?? 0));
  for (let times = 0; times < 10; times += 1) schedule.wait('write');
  expect(schedule.wait('write')).toBeLessThanOrEqual(1_500);
  expect(schedule.wait('read')).toBe(waits[0]);
  schedule.noteAnswered('read');
  expect(schedule.wait('write')).toBeGreaterThan(waits[2] ?? 0);
  schedule.noteAnswered('write');
  expect(schedule.wait('write')).toBe(waits[0]);
});

test('that all was written once is news one time', () => {
  expect([schedule.settle(), schedule.settled(), schedule.settle(), schedule.settled()]).toEqual([
    true,
    true,
    false,
    true,
  ]);
});
