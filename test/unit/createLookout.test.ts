import { expect, test } from 'vitest';
import { createLookout } from '../../src/createLookout.ts';
import { waitFor } from '../support/waitFor.ts';

const here = { host: '127.0.0.1', localAddress: '127.0.0.1', remoteAddress: '127.0.0.1' };

/** What a lookout says of these ends when no answer comes; undefined while it says nothing. */
const watch = (change: Partial<typeof here>) => {
  let said: string | undefined;
  const lookout = createLookout({ ...here, ...change }, (reason) => {
    said = reason;
  });
  lookout.sent();
  return { lookout, said: () => said };
};

test('a connection is over when this host has lost its address, or the name leads elsewhere', async () => {
  const lost = watch({ localAddress: '192.0.2.77' });
  const left = watch({ host: 'localhost', remoteAddress: '192.0.2.1' });
  const staying = watch({ host: 'localhost' });
  const byAddress = watch({ remoteAddress: '192.0.2.1' });
  const answered = watch({ localAddress: '192.0.2.77' });
  answered.lookout.heard();
  expect(await waitFor('it is said', lost.said)).toBe('this host no longer has the address 192.0.2.77');
  expect(await waitFor('it is said', left.said)).toMatch(/^localhost is \S+ now$/);
  expect([staying, byAddress, answered].map(({ said }) => said())).toEqual([undefined, undefined, undefined]);
  for (const { lookout } of [staying, byAddress]) lookout.stop();
});
