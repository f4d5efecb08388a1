import { expect, test } from 'vitest';
import { problemsOf } from './world/checkSchedules.ts';
import type { Step } from './world/steps.ts';

/**
 * A zone that is put back, and comes past the serial we knew by two changes of ours to an object that it has
 * all the same: what it lost is another object's.
 */

const service = (waitMs: number, key: string, address: string): Step => ({
  waitMs,
  do: 'service',
  key,
  spec: { kind: 'cluster-ip', addresses: [address], ports: [] },
});
const delegate = (name: string, number: number): Step => ({
  waitMs: 0,
  do: 'hand-add',
  name: `${name}.k8s.example.`,
  type: 'NS',
  number,
});

test('what a zone that was put back has lost is noticed by what two changes of another object take away', async () => {
  for (let seed = 1; seed <= 60; seed += 1) {
    const steps: readonly Step[] = [
      service(3_000, 'edge/db', '10.96.0.5'),
      { waitMs: 0, do: 'zone-mark' },
      service(120, 'edge/web', '10.96.0.6'),
      delegate('gift.shop', 1),
      delegate('z.apps', 3),
      { waitMs: 0, do: 'zone-restore', mark: 1 },
      service(seed % 3, 'edge/db', '10.96.0.7'),
      service(0, 'edge/db', '10.96.0.8'),
    ];
    expect(await problemsOf(seed, steps), `SEED=${seed}`).toEqual([]);
  }
});
