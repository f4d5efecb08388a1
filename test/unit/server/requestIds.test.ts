import { expect, test } from 'vitest';
import { createRequestIds } from '../../../src/server/requestIds.ts';

test('an id is lent to one request at a time, and again afterwards', async () => {
  const drawn = [7, 7, 7, 8, 7];
  const withId = createRequestIds(() => drawn.shift() ?? 0);
  const first = Promise.withResolvers<void>();
  const second = Promise.withResolvers<void>();
  const lent: number[] = [];
  const request = (end: Promise<void>): Promise<void> =>
    withId(async (id) => {
      lent.push(id);
      await end;
    });
  const requests = [request(first.promise), request(second.promise)];
  first.resolve();
  await requests[0];
  const third = request(Promise.resolve());
  second.resolve();
  await Promise.all([...requests, third]);
  expect(lent).toEqual([7, 8, 7]);
});

test('the id of a request that failed is free again', async () => {
  const withId = createRequestIds(() => 1);
  await expect(withId(() => Promise.reject(new Error('cut')))).rejects.toThrow('cut');
  expect(await withId((id) => Promise.resolve(id))).toBe(1);
});
