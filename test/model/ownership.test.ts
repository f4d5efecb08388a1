import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { checkModel } from '../support/checkModel.ts';

const file = join(import.meta.dirname, 'ownership.pml');
const check = (parts: string, isLive: boolean, isLong = true) => {
  const defines = [...parts.split(' '), ...(isLive ? ['LIVENESS'] : [])];
  return checkModel({ file, defines, isLive, isLong });
};

const anything = 'EDITS CLAIM_EDITS CRASHES STOPS NETWORK OMISSIONS';
const ofPairs = 'DEAF IMPATIENT';

describe.concurrent('nothing foreign is touched, no stale writer writes, and the zone ends exact', () => {
  test.each([
    ['one process, two faults of any kind', `DAEMONS=1 FAULTS=2 ${anything}`],
    [
      'one process, two edits and what is desired changes twice',
      'DAEMONS=1 FAULTS=2 CHANGES=2 EDITS NETWORK',
    ],
    ['one process, and an older zone is put back', 'DAEMONS=1 FAULTS=2 RESTORE CRASHES NETWORK CLAIM_EDITS'],
    ['one process on a zone of the first version', 'DAEMONS=1 OLDMARKER FAULTS=2 CRASHES NETWORK'],
    ['one process and a run by hand, any fault', `DAEMONS=1 ONESHOT FAULTS=1 CHANGES=0 ${anything}`],
    ['two processes, any fault', `DAEMONS=2 FAULTS=1 CHANGES=0 ${anything} ${ofPairs}`],
    ['two processes, two faults of their own', 'DAEMONS=2 FAULTS=2 CHANGES=0 CRASHES STOPS DEAF'],
  ])('%s', async (_what, parts) => {
    expect(await check(parts, true)).toMatchObject({ fault: undefined, isExhaustive: true });
  });
});

describe.concurrent('nothing foreign is touched, and no stale writer writes', () => {
  test.each([
    ['two processes, any fault, and what is desired changes', `DAEMONS=2 FAULTS=1 ${anything} ${ofPairs}`],
    ['three processes, one of which ends', 'DAEMONS=3 FAULTS=1 CHANGES=0 CRASHES'],
  ])('%s', async (_what, parts) => {
    expect(await check(parts, false)).toMatchObject({ fault: undefined, isExhaustive: true });
  });
});

describe.concurrent('a rule that is left out is found out: something foreign is touched', () => {
  const [deleted, hidden, ttl, taken] = ['.remove&theirs', '.creates', '.siblings', '!(theirsInside)'];
  test.each([
    ['the territory is not looked at before the first claim', 'NO_LOOK DAEMONS=1 EDITS', taken],
    [
      'a name is taken without the condition that it is free',
      'NO_CONDITION DAEMONS=1 FAULTS=1 EDITS',
      hidden,
    ],
    ['a record is added to an RRset that may be another', 'NOT_EXACT DAEMONS=1 FAULTS=1 EDITS', ttl],
    ['an RRset is deleted whole', 'DELETE_RRSET DAEMONS=1 FAULTS=1 EDITS', deleted],
    ['an old mark is believed that two records share', 'OLD_MARK DAEMONS=1 OLDMARKER FAULTS=0', deleted],
    [
      'an equal record of another writer is marked',
      'TAKES_EQUAL DAEMONS=1 FAULTS=1 CHANGES=2 EDITS',
      deleted,
    ],
  ])('%s', async (_what, parts, fault) => {
    expect((await check(`BREAK_${parts}`, false, false)).fault).toContain(fault);
  });
});

describe.concurrent('a rule that is left out is found out: a stale writer writes', () => {
  test.each([
    ['the claim is no prerequisite', 'NO_FENCE DAEMONS=2 FAULTS=0'],
    ['the claim has no epoch', 'NO_EPOCH DAEMONS=1 FAULTS=1 CRASHES'],
    ['two claims can be equal', 'SAME_CLAIM DAEMONS=1 FAULTS=3 CRASHES CLAIM_EDITS'],
  ])('%s', async (_what, parts) => {
    expect((await check(`BREAK_${parts}`, false, false)).fault).toContain('writer==claimedBy');
  });
});

describe.concurrent('a rule that is left out is found out: the zone does not end exact', () => {
  test.each([
    ['the marker is written after the records', 'MARKER_AFTER DAEMONS=1 FAULTS=1 CRASHES'],
    ['a lost answer is taken for a good one', 'UNKNOWN_IS_DONE DAEMONS=1 FAULTS=1 NETWORK'],
    ['nothing is read after a message that failed', 'NO_READ DAEMONS=1 FAULTS=1 NETWORK'],
    ['what was written is not read back', 'NO_READ_BACK DAEMONS=1 FAULTS=1 OMISSIONS'],
    ['the serial does not move with a change', 'SERIAL_STAYS DAEMONS=1 FAULTS=1 EDITS'],
    ['who stands by never claims again', 'NO_GRACE DAEMONS=2 FAULTS=1 CRASHES'],
    ['a healing that arrives late is not reckoned with', 'LATE_HEALING DAEMONS=1 FAULTS=2 EDITS NETWORK'],
  ])('%s', async (_what, parts) => {
    expect((await check(`BREAK_${parts}`, true, false)).fault).toBe('acceptance cycle');
  });
});

/** What the protocol does not keep, and README.md says so: that would be news. */
describe.concurrent('a known limit is still there', () => {
  test.each([
    [
      'another writer fills the territory in the moment before the first claim',
      'KNOWN_RACE DAEMONS=1 FAULTS=1 EDITS',
      '!(theirsInside)',
    ],
    [
      'beside an old mark ours is deleted by hand, and theirs bears the same',
      'OLDMARKER DAEMONS=1 FAULTS=1 EDITS',
      '.remove&theirs',
    ],
  ])('%s', async (_what, parts, fault) => {
    expect((await check(parts, false, false)).fault).toContain(fault);
  });
});

const size = process.env['MODEL'];

/** Minutes and gigabytes each: `MODEL=large npm test model`, or `MODEL=bitstate`. */
describe.skipIf(size !== 'large')('the larger form', () => {
  test.each([
    [
      'three processes, any fault of their own',
      'DAEMONS=3 FAULTS=1 CHANGES=0 CRASHES STOPS NETWORK DEAF',
      true,
    ],
    ['two processes, two faults of any kind', `DAEMONS=2 FAULTS=2 CHANGES=0 ${anything} ${ofPairs}`, true],
    ['one process, three faults of any kind', `DAEMONS=1 FAULTS=3 ${anything}`, true],
    ['two processes and a run by hand', `DAEMONS=2 ONESHOT FAULTS=1 CHANGES=0 ${anything}`, false],
  ])('%s', { timeout: 3_600_000 }, async (_what, parts, isLive) => {
    expect(await check(parts, isLive)).toMatchObject({ fault: undefined, isExhaustive: true });
  });
});

describe.skipIf(size !== 'bitstate')('the largest form, of which a part is seen', () => {
  test('three processes and a run by hand, three faults of any kind', { timeout: 3_600_000 }, async () => {
    const defines = `DAEMONS=3 ONESHOT FAULTS=3 ${anything} ${ofPairs}`.split(' ');
    const verdict = await checkModel({ file, defines, isLive: false, isLong: true, isBitstate: true });
    expect(verdict.fault).toBeUndefined();
  });
});
