import { describe, expect, test } from 'vitest';
import { isNewer, nextTransferState, type TransferState } from '../../../src/server/transferState.ts';

/**
 * Feeds records: a number is a SOA with that serial, a dot any other record. Returns the actions and where it
 * ended.
 */
const feed = (
  records: readonly (number | '.')[],
  fromSerial?: number,
): { readonly actions: string; readonly end: TransferState } => {
  let end: TransferState = { kind: 'start' };
  const actions: string[] = [];
  for (const record of records) {
    const step = nextTransferState(end, record === '.' ? undefined : record, fromSerial);
    end = step.state;
    if (step.action !== 'none') actions.push(step.action);
  }
  return { actions: actions.join(' '), end };
};

describe('a transfer', () => {
  test('of the whole zone ends with the SOA it began with', () => {
    expect(feed([7, '.', '.', 7])).toEqual({
      actions: 'beginFullAndAdd add',
      end: { kind: 'complete', serial: 7, mode: 'full' },
    });
  });

  test('of a zone that is nothing but its SOA is complete and empty', () => {
    expect(feed([7, 7])).toEqual({
      actions: 'beginFull',
      end: { kind: 'complete', serial: 7, mode: 'full' },
    });
  });

  test('is not complete before it has ended', () => {
    expect(feed([7, '.', '.']).end).toEqual({ kind: 'full', serial: 7 });
    expect(feed([9, 7, '.', 8, '.'], 7).end.kind).toBe('adding');
  });

  test('of changes removes and adds, serial by serial', () => {
    expect(feed([9, 7, '.', 8, '.', '.', 8, 9, '.', 9], 7)).toEqual({
      actions: 'beginIncremental remove add add add',
      end: { kind: 'complete', serial: 9, mode: 'incremental' },
    });
  });

  test('of changes may only add, or only remove', () => {
    expect(feed([8, 7, 8, '.', 8], 7).actions).toBe('beginIncremental add');
    expect(feed([8, 7, '.', 8, 8], 7).actions).toBe('beginIncremental remove');
  });

  test('that was asked for changes may be the whole zone', () => {
    expect(feed([9, '.', '.', 9], 7)).toEqual({
      actions: 'beginFullAndAdd add',
      end: { kind: 'complete', serial: 9, mode: 'full' },
    });
  });

  test('says that nothing changed by one SOA, also when the zone went back to an older serial', () => {
    expect(feed([7], 7).end).toEqual({ kind: 'complete', serial: 7, mode: 'unchanged' });
    expect(feed([5], 7).end).toEqual({ kind: 'complete', serial: 5, mode: 'unchanged' });
    expect(feed([5, '.', '.', 5], 7)).toEqual({
      actions: '',
      end: { kind: 'complete', serial: 5, mode: 'unchanged' },
    });
  });

  test('of changes may lead over the largest serial (RFC 1982)', () => {
    const last = 0xffff_ffff;
    expect(feed([1, last, '.', 0, '.', 0, 1, '.', 1], last).end).toEqual({
      kind: 'complete',
      serial: 1,
      mode: 'incremental',
    });
  });

  test.each([
    ['does not begin with a SOA', ['.', 7], undefined, 'the first record is not a SOA'],
    ['has another SOA inside', [7, '.', 8], undefined, 'SOA 8 inside a transfer of serial 7'],
    ['goes on after its end', [7, '.', 7, '.'], undefined, 'records after the closing SOA'],
    [
      'has another SOA at once, and is no empty zone',
      [7, 8],
      undefined,
      'SOA 8 inside a transfer of serial 7',
    ],
    ['does not go on from where it was', [9, 7, '.', 8, '.', 9], 7, 'SOA 9 after the changes to serial 8'],
    [
      'has changes from an earlier serial than was asked about',
      [9, 6, '.', 9, '.', 9],
      7,
      'changes from serial 6, asked for were those from 7',
    ],
    [
      'has changes from a later serial',
      [9, 8, '.', 9, '.', 9],
      7,
      'changes from serial 8, asked for were those from 7',
    ],
    [
      'has changes that lead back',
      [9, 7, '.', 6, '.', 6, 9, '.', 9],
      7,
      'changes from serial 7 to 6, on the way to 9',
    ],
    [
      'has changes that lead nowhere',
      [9, 7, '.', 7, '.', 7, 9, '.', 9],
      7,
      'changes from serial 7 to 7, on the way to 9',
    ],
    [
      'has changes that lead past its end',
      [9, 7, '.', 12, '.', 12, 9, '.', 9],
      7,
      'changes from serial 7 to 12, on the way to 9',
    ],
  ] as const)('that %s is malformed, whatever follows', (_what, records, fromSerial, reason) => {
    const { actions, end } = feed(records, fromSerial);
    expect(end).toEqual({ kind: 'malformed', reason });
    expect(feed([...records, '.', 7], fromSerial)).toEqual({ actions, end });
  });
});

test.each([
  [2, 1, true],
  [1, 2, false],
  [1, 1, false],
  [0, 0xffff_ffff, true],
  [0xffff_ffff, 0, false],
  [0x8000_0000, 1, true],
  [0x8000_0001, 0, false],
  // So far apart that neither is after the other.
  [0x8000_0000, 0, false],
  [0, 0x8000_0000, false],
])('serial %i is after %i: %s', (a, b, newer) => {
  expect(isNewer(a, b)).toBe(newer);
});

test('what only moves the state on, or is malformed, asks for nothing', () => {
  expect(nextTransferState({ kind: 'start' }, undefined, undefined)).toEqual({
    state: { kind: 'malformed', reason: 'the first record is not a SOA' },
    action: 'none',
  });
  expect(nextTransferState({ kind: 'full', serial: 7 }, 7, undefined)).toEqual({
    state: { kind: 'complete', serial: 7, mode: 'full' },
    action: 'none',
  });
});
