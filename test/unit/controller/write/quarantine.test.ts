import { expect, test } from 'vitest';
import { createQuarantine, type Quarantine } from '../../../../src/controller/write/quarantine.ts';
import { objectUnit } from '../../../../src/zone/unit.ts';

const web = objectUnit('default/web');
const refused = { kind: 'refused' } as const;

const start = (): { quarantine: Quarantine; wait: (ms: number) => void } => {
  let nowMs = 0;
  const quarantine = createQuarantine({ nowMs: () => nowMs, timeMs: () => 1_000 + nowMs });
  return { quarantine, wait: (ms) => void (nowMs += ms) };
};

test('a unit that is refused waits 5 s, twice as long each time, and 10 minutes at most', () => {
  const { quarantine, wait } = start();
  const waits = Array.from({ length: 9 }, () => {
    const { retryMs } = quarantine.refuse(web, refused);
    wait(retryMs);
    return retryMs / 1_000;
  });
  expect(waits).toEqual([5, 10, 20, 40, 80, 160, 320, 600, 600]);
  expect(quarantine.units().get(web)).toMatchObject({ attempts: 9, sinceMs: 1_000 });
});

test('when its time has come it is tried, and while it is tried it keeps nobody awake', () => {
  const { quarantine, wait } = start();
  quarantine.refuse(web, refused);
  expect(quarantine.nextRetryMs()).toBe(5_000);
  expect(quarantine.takeDue()).toEqual([]);
  wait(5_000);
  expect(quarantine.takeDue()).toEqual([web]);
  expect(quarantine.isTrying(web)).toBe(true);
  expect(quarantine.nextRetryMs()).toBeUndefined();
  expect(quarantine.takeDue()).toEqual([]);
});

test('what is tried again is told from what is tried since its object has changed, until it is refused anew', () => {
  const { quarantine, wait } = start();
  const asked = () => [quarantine.isTrying(web), quarantine.isTriedAgain(web)];
  quarantine.refuse(web, refused);
  expect(asked()).toEqual([false, false]);
  wait(5_000);
  quarantine.takeDue();
  expect(asked()).toEqual([true, true]);
  quarantine.retryNow(web);
  expect(asked()).toEqual([true, false]);
  quarantine.refuse(web, refused);
  wait(10_000);
  quarantine.takeDue();
  expect(asked()).toEqual([true, true]);
});

test('one write without effect is tolerated, until the unit is released', () => {
  const { quarantine } = start();
  expect(quarantine.tolerate(web)).toBe(true);
  expect(quarantine.tolerate(web)).toBe(false);
  expect(quarantine.release(web)).toBe(false);
  expect(quarantine.tolerate(web)).toBe(true);
});
