import { join } from 'node:path';
import { expect, test } from 'vitest';
import { checkModel } from '../support/checkModel.ts';

const file = join(import.meta.dirname, 'ownership.pml');
const faults = ['EDITS', 'CLAIM_EDITS', 'CRASHES', 'STOPS', 'NETWORK', 'OMISSIONS'];
const pair = ['DAEMONS=2', 'DEAF', 'IMPATIENT'];

/** What is looked at whole, with the size at which that is a matter of seconds. */
const whole: readonly (readonly [string, readonly string[]])[] = [
  ['one process, of two faults of any kind', ['DAEMONS=1', 'FAULTS=2', ...faults]],
  ['one process and a run by hand, of a fault', ['DAEMONS=1', 'ONESHOT', 'FAULTS=1', 'CHANGES=0', ...faults]],
];

test.each(whole)(
  'nothing foreign is touched, no stale writer writes, and the zone ends exact: %s',
  async (_what, defines) => {
    const verdict = await checkModel({ file, defines: [...defines, 'LIVENESS'], isLive: true });
    expect(verdict).toMatchObject({ fault: undefined, isExhaustive: true });
  },
);

test('without the fence a stale writer writes', async () => {
  const defines = [...pair, 'FAULTS=1', 'NETWORK', 'BREAK_NO_FENCE'];
  expect((await checkModel({ file, defines, isLive: false })).fault).toContain('writer==claimedBy');
});
