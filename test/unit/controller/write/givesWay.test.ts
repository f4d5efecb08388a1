import { expect, test } from 'vitest';
import { holdBack } from '../../../../src/controller/write/holdBack.ts';
import { createLedger } from '../../../../src/controller/write/ledger.ts';
import { lookOnly } from '../../../../src/controller/write/lookOnly.ts';
import { noteAllPresent } from '../../../../src/controller/write/noteAllPresent.ts';
import { settleApplied } from '../../../../src/controller/write/settleBatch.ts';
import { takeBatch } from '../../../../src/controller/write/takeBatch.ts';
import type { ZoneContext } from '../../../../src/controller/zoneContext.ts';
import { applyRecord, emptyMirror } from '../../../../src/zone/mirror.ts';
import { testContext } from '../../../support/testContext.ts';

/** Fifty Services, of which one is written, and a zone with as many names outside the territory. */
const start = async (): Promise<ZoneContext> => {
  const { context, put } = testContext();
  put('ns/first', '10.97.0.1');
  const batch = await takeBatch(context, [...context.queue.units()]);
  if (batch === undefined) throw new Error('Cannot write: found no batch, needed one');
  settleApplied(context, batch, 0);
  const mirror = emptyMirror(context.standing.layout());
  for (let at = 0; at < 50; at += 1) {
    put(`ns/web-${at}`, `10.96.0.${at + 1}`);
    const name = `other-${at}.k8s.example.`;
    applyRecord(mirror, 'add', { name, type: 'A', ttlSeconds: 60, rdata: '192.0.2.1' });
  }
  context.standing.see(mirror);
  const present = { ...context.desired.present, isNeeded: () => true };
  return { ...context, desired: { ...context.desired, present } };
};

test.each<[string, (context: ZoneContext) => Promise<unknown>]>([
  ['that plans a message', (context) => takeBatch(context, [...context.queue.units()])],
  ['that looks for what would vanish', holdBack],
  ['that looks alone', lookOnly],
  [
    'that looks alone where nothing could vanish',
    (context) => lookOnly({ ...context, ledger: createLedger() }),
  ],
  ['that notes what stands in the zone', noteAllPresent],
])('a long step %s gives way to other work while it is done, a short one does not', async (_what, step) => {
  for (const msEach of [0, 2]) {
    const context = await start();
    let now = 0;
    let turns = 0;
    const count = (): void => {
      turns += 1;
      timer = setImmediate(count);
    };
    let timer = setImmediate(count);
    await step({ ...context, nowMs: () => (now += msEach) });
    clearImmediate(timer);
    expect(turns > 1, `${msEach} ms each`).toBe(msEach > 0);
  }
});
