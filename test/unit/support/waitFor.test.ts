import { expect, test } from 'vitest';
import { waitFor } from '../../support/waitFor.ts';

test('waiting ends with the value as soon as it is right, and takes a throw for "not yet"', async () => {
  let looks = 0;
  const look = () => {
    looks++;
    if (looks === 1) throw new Error('too early');
    return looks;
  };

  expect(await waitFor('the third look', look, { until: (value) => value === 3, intervalMs: 1 })).toBe(3);
});

test('waiting in vain shows what was seen last', async () => {
  const waiting = waitFor('the moon', () => ({ phase: 'new' }), {
    until: () => false,
    deadlineMs: 5,
    intervalMs: 1,
  });

  await expect(waiting).rejects.toThrow(
    `Cannot wait for "the moon": not so within 5 ms, last seen { phase: 'new' }`,
  );
});

test('waiting ends at once when there is no hope', async () => {
  const waiting = waitFor('the moon', () => false, { hopeless: () => 'it is cloudy' });

  await expect(waiting).rejects.toThrow('Cannot wait for "the moon": it is cloudy');
});
