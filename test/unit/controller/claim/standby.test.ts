import { expect, test } from 'vitest';
import { createStandby } from '../../../../src/controller/claim/standby.ts';
import { objectUnit } from '../../../../src/zone/unit.ts';

const claim = { owner: 'me', epoch: 2, territory: 'svc', holder: 'b/2', stopped: false };
const web = objectUnit('default/web');
const api = objectUnit('default/api');

test('the grace counts from the unit that has been out of step longest', () => {
  const standby = createStandby(60_000);
  standby.see(claim);
  expect(standby.graceEndMs()).toBeUndefined();
  standby.noteBehind(web, 1_000, false);
  standby.noteBehind(api, 500, false);
  standby.noteBehind(web, 9_000, false);
  expect(standby.graceEndMs()).toBe(60_500);
  standby.noteInStep(api);
  expect(standby.graceEndMs()).toBe(61_000);
  standby.noteInStep(web);
  expect(standby.graceEndMs()).toBeUndefined();
});

test('it doubles with each change of hands, to a quarter of an hour at most', () => {
  const standby = createStandby(60_000);
  const graces = Array.from({ length: 4 }, () => {
    standby.see(claim);
    standby.noteBehind(web, 0, false);
    const graceMs = standby.graceEndMs();
    expect(standby.end()).toEqual(new Map([[web, 0]]));
    return graceMs;
  });
  expect(graces).toEqual([60_000, 240_000, 900_000, 900_000]);
});

test('what was refused is a reason to write ever more seldom, to a day at most', () => {
  const standby = createStandby(60_000);
  const graces = Array.from({ length: 8 }, () => {
    standby.see(claim);
    standby.noteBehind(web, 0, true);
    const graceMs = standby.graceEndMs() ?? 0;
    // Something else is missing besides, for no reason of the server's.
    standby.noteBehind(api, 0, false);
    expect(standby.graceEndMs()).toBe(Math.min(graceMs, 900_000));
    standby.end();
    return graceMs / 60_000;
  });
  expect(graces).toEqual([1, 4, 16, 64, 256, 1_024, 1_440, 1_440]);
});

test('what was refused and has changed is out of step from then on, and not since it was refused', () => {
  const standby = createStandby(60_000);
  standby.see(claim);
  standby.noteBehind(web, 1_000, true);
  standby.noteBehind(web, 500_000, true);
  expect(standby.graceEndMs()).toBe(61_000);
  standby.noteBehind(web, 700_000, false);
  expect(standby.graceEndMs()).toBe(760_000);
  // Refused again it is still out of step since then.
  standby.noteBehind(web, 800_000, true);
  expect(standby.graceEndMs()).toBe(760_000);
  expect(standby.end()).toEqual(new Map([[web, 700_000]]));
});

test('to hear again of the same holder is no change of hands', () => {
  const standby = createStandby(60_000);
  expect(standby.see(claim)).toBe(true);
  expect(standby.see({ ...claim, stopped: true })).toBe(false);
  standby.noteBehind(web, 0, false);
  expect(standby.graceEndMs()).toBe(60_000);
  expect(standby.by()?.stopped).toBe(true);
});

test('what was out of step is so no more with the next time of standing by', () => {
  const standby = createStandby(60_000);
  standby.see(claim);
  standby.noteBehind(web, 0, false);
  standby.end();
  standby.see(claim);
  expect([standby.graceEndMs(), standby.end()]).toEqual([undefined, new Map()]);
});

test('who did not stand by does not begin to write: that is no change of hands', () => {
  const standby = createStandby(60_000);
  standby.end();
  standby.end();
  standby.see(claim);
  standby.noteBehind(web, 0, false);
  expect(standby.graceEndMs()).toBe(60_000);
});
