import { assertNever } from '../assertNever.ts';
import { checkClaim, claimZone, divideAnew } from './claim/claimZone.ts';
import type { Step } from './nextStep.ts';
import { askAnswers } from './read/askAnswers.ts';
import { compareZone } from './read/compareZone.ts';
import { checkSerial, readChanges } from './read/readChanges.ts';
import { readFull } from './read/readFull.ts';
import { recallZone } from './read/recallZone.ts';
import { lookOnly } from './write/lookOnly.ts';
import { writePass } from './write/writePass.ts';
import type { ZoneContext } from './zoneContext.ts';
import type { ZoneEnd } from './zoneEvent.ts';

export type LoopActions = {
  /** Takes in the objects that have changed. */
  readonly absorb: () => Promise<void>;
  /** Until a moment, or until something changes that decides what is next. */
  readonly sleep: (untilMs: number) => Promise<void>;
  /** Ends a sleep. */
  readonly wake: () => void;
};

/** Carries out one step; returns why the loop ends, if it does. */
export const performStep = async (
  context: ZoneContext,
  step: Step,
  actions: LoopActions,
): Promise<ZoneEnd | undefined> => {
  const { absorb, sleep } = actions;
  switch (step.kind) {
    case 'wait':
      await sleep(step.untilMs);
      return undefined;
    case 'read-full':
      await readAndAbsorb(context, actions);
      return checkClaimNow(context);
    case 'read-changes':
      await readChanges(context);
      return checkClaimNow(context);
    case 'check-serial':
      await checkSerial(context);
      return undefined;
    case 'ask-answers':
      await askAnswers(context);
      return undefined;
    case 'claim': {
      const mirror = context.standing.mirror();
      return mirror && claimZone(context, mirror);
    }
    case 'compare':
      await absorb();
      await compareZone(context);
      return checkClaimNow(context);
    case 'write':
      await writePass(context, absorb);
      return undefined;
    case 'look':
      await absorb();
      await lookOnly(context);
      return undefined;
    default:
      return assertNever(step);
  }
};

/**
 * A transfer leaves time while the server makes the next message, and at a start all records are to be
 * computed: they are, as soon as the source has synced. What an earlier process made of them is known before.
 */
const readAndAbsorb = async (context: ZoneContext, { absorb, sleep, wake }: LoopActions): Promise<void> => {
  const transfer = { isOver: false };
  const remembered = await context.memory?.read(context.standing.layout());
  if (remembered !== undefined) context.desired.recall(remembered.made);
  const read = async (): Promise<void> => {
    const isRecalled = remembered !== undefined && (await recallZone(context, remembered.mirror));
    if (!isRecalled) await readFull(context);
    transfer.isOver = true;
    wake();
  };
  const absorbMeanwhile = async (): Promise<void> => {
    while (!transfer.isOver && !context.source.synced()) await sleep(Number.POSITIVE_INFINITY);
    if (!transfer.isOver) await absorb();
  };
  await Promise.all([read(), absorbMeanwhile()]);
};

const checkClaimNow = (context: ZoneContext): ZoneEnd | undefined => {
  const { standing, schedule } = context;
  const mirror = standing.mirror();
  // What is doubted decides nothing: the whole zone is read first.
  if (mirror === undefined || schedule.readDue() === 'full') return undefined;
  const end = checkClaim(context, mirror);
  const held = standing.claim();
  // Where the territory has become smaller, the last record of the part that was given up may be gone now.
  if (end === undefined && held !== undefined) divideAnew(context, mirror, held.claim);
  return end;
};
