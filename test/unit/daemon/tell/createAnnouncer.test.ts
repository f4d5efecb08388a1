import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createAnnouncer } from '../../../../src/daemon/tell/createAnnouncer.ts';
import { makeProblem } from '../../../../src/telemetry/problems.ts';
import type { Status, ZoneStatus } from '../../../../src/telemetry/status.ts';
import { goodStatus, goodZone } from '../../telemetry/support.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const announced = () => {
  const said: string[] = [];
  let status: Status = goodStatus;
  const asked: string[] = [];
  const { announce, close } = createAnnouncer({
    systemd: { ready: (text) => void said.push(`READY ${text}`), status: (text) => void said.push(text) },
    mayBeReady: () => status.zones.every(({ state }) => state !== 'syncing'),
    status: () => {
      asked.push('status');
      return status;
    },
  });
  const become = (zone: Partial<ZoneStatus>, rest: Partial<Status> = {}): void => {
    status = { ...goodStatus, ...rest, zones: [{ ...goodZone, ...zone }] };
    announce();
  };
  return { said, asked, become, close };
};

test('the line changes at most every ten seconds, and what changed last is always said', () => {
  const { said, become } = announced();
  become({});
  become({ state: 'behind' });
  become({ recordsOwned: 13 });
  expect(said).toEqual(['READY 12 records of 3 Services in k8s.example.']);
  vi.advanceTimersByTime(10_000);
  expect(said.slice(1)).toEqual(['13 records of 3 Services in k8s.example.']);
  vi.advanceTimersByTime(60_000);
  become({ recordsOwned: 13 });
  expect(said).toHaveLength(2);
});

test('that the zone is written is said at once, and once', () => {
  const { said, become } = announced();
  become({ state: 'syncing' });
  become({});
  become({});
  expect(said).toEqual([
    '12 records of 3 Services in k8s.example., being written for the first time',
    'READY 12 records of 3 Services in k8s.example.',
  ]);
});

test('after the end nothing is said any more', () => {
  const { said, become, close } = announced();
  become({});
  become({ recordsOwned: 13 });
  close();
  become({ recordsOwned: 14 });
  vi.advanceTimersByTime(60_000);
  expect(said).toHaveLength(1);
});

test('what others say of themselves is one line of limited length, and no assignment of its own', () => {
  const { said, become } = announced();
  const holder = `there/1\nMAINPID=1\n${'x'.repeat(5_000)}`;
  become({ state: 'standby', writtenBy: holder }, { leadership: { kind: 'alone' } });
  vi.advanceTimersByTime(10_000);
  become({}, { leadership: { kind: 'standby', holder } });
  vi.advanceTimersByTime(10_000);
  const reason = `\nREADY=1 ${'y'.repeat(5_000)}`;
  become({ state: 'behind', problem: makeProblem('unreachable', { zone: 'k8s.example.', reason }) });
  expect(said).toHaveLength(3);
  for (const line of said) {
    expect(line).not.toContain('\n');
    expect(line.length).toBeLessThan(400);
  }
});

test('makes no status for the messages of a first sync, and says that it is ready when that is over', () => {
  const { said, asked, become } = announced();
  for (let message = 0; message < 40; message += 1) become({ state: 'syncing' });
  expect(asked).toHaveLength(1);
  become({});
  expect(said).toEqual([
    '12 records of 3 Services in k8s.example., being written for the first time',
    'READY 12 records of 3 Services in k8s.example.',
  ]);
});
