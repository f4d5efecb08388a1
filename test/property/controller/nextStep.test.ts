import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { nextStep, type Situation } from '../../../src/controller/nextStep.ts';

const nowMs = 100;
const moment = fc.integer({ min: 0, max: 200 });
const momentIfAny = fc.option(moment, { nil: undefined });

const arbitrarySituation: fc.Arbitrary<Situation> = fc.record({
  nowMs: fc.constant(nowMs),
  notBeforeMs: moment,
  hasMirror: fc.boolean(),
  readDue: fc.constantFrom('no', 'incremental', 'full'),
  sourceSynced: fc.boolean(),
  hasClaim: fc.boolean(),
  standby: fc.option(
    fc.record({ holderStopped: fc.boolean(), graceEndMs: momentIfAny, lastReadAtMs: moment }),
    { nil: undefined },
  ),
  compareDue: fc.boolean(),
  readBackAtMs: momentIfAny,
  nextFullAtMs: moment,
  workWaiting: fc.boolean(),
  nextRetryMs: momentIfAny,
  limitProbeAtMs: momentIfAny,
  holdEndAtMs: momentIfAny,
  nextSoaAtMs: moment,
  answersDueAtMs: moment,
});

test('a loop never waits for a moment that has passed, which would be a loop without a pause', () => {
  fc.assert(
    fc.property(arbitrarySituation, (situation) => {
      const step = nextStep(situation);
      if (step.kind === 'wait') expect(step.untilMs).toBeGreaterThan(nowMs);
    }),
    { numRuns: 20_000 },
  );
});
