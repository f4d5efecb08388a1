import type { UpdateOutcome } from '../../server/updateOutcome.ts';
import type { UnitKey } from '../../zone/unit.ts';
import { waitBeforeRetry } from '../waitBeforeRetry.ts';
import type { ZoneContext } from '../zoneContext.ts';
import { holdBack } from './holdBack.ts';
import { type Learned, learnRecordLimit } from './learnRecordLimit.ts';
import { learnRefused } from './learnRefused.ts';
import { noteLimited } from './noteLimited.ts';
import { probeLimits } from './probeLimits.ts';
import { queueDue } from './queueDue.ts';
import { refuse } from './release.ts';
import { sendBatch } from './sendBatch.ts';
import { sendingOrder } from './sendingOrder.ts';
import { giveBack, settleBatch } from './settleBatch.ts';
import { type Batch, takeBatch } from './takeBatch.ts';

/**
 * One pass over what waits: what must not vanish is held back, and then units are taken, planned, sent and
 * settled; apart what must stand apart, and everything else message after message, as long as the server
 * takes it.
 *
 * @param absorb takes in what has changed meanwhile
 */
export const writePass = async (context: ZoneContext, absorb: () => Promise<void>): Promise<void> => {
  queueDue(context);
  await absorb();
  await holdBack(context);
  await probeLimits(context);
  for (const units of standingApart(context)) {
    const batch = await takeBatch(context, units);
    if (batch !== undefined) await sendAndSettle(context, batch, letSmallPass(context, absorb));
    // That it was refused is about it alone: however many are tried again, the others do not wait for them.
    if (mustPause(context)) return;
  }
  await writeRest(context, letSmallPass(context, absorb));
};

/** What came of a message must be read, or waited for, before the next. */
const mustPause = ({ schedule, standing, stopping, nowMs }: ZoneContext): boolean =>
  stopping() ||
  standing.claim() === undefined ||
  schedule.readDue() !== 'no' ||
  schedule.notBeforeMs() > nowMs();

/**
 * One part of a message that was refused as a whole, and one unit that is tried again after its quarantine.
 */
const standingApart = function* ({ queue, quarantine }: ZoneContext): Iterable<readonly UnitKey[]> {
  const group = queue.takeGroup();
  if (group !== undefined) yield group;
  for (const [unit, { trying }] of quarantine.units()) {
    if (!trying || queue.get(unit) === undefined) continue;
    yield [unit];
    return;
  }
};

/**
 * While one message is under way the next is prepared, but only when there is more than one message to send:
 * otherwise changes that arrive meanwhile would miss it. Nor while a unit that is longer than a message is
 * under way: between its parts goes what is small.
 */
const writeRest = async (context: ZoneContext, between: () => Promise<boolean>): Promise<void> => {
  let batch = await takeNext(context);
  while (batch !== undefined) {
    const startedMs = context.nowMs();
    const sending = sendBatch(context, batch, between);
    const next = batch.full && batch.messages.length === 1 ? await takeNext(context) : undefined;
    const taken = await settle(context, batch, await sending, startedMs);
    if (!taken || context.stopping() || isCheckDue(context)) {
      if (next !== undefined) giveBack(context, next);
      return;
    }
    batch = next ?? (batch.full ? await takeNext(context) : undefined);
  }
};

/** What is believed of an earlier process is compared with the whole zone in time, however much waits. */
const isCheckDue = ({ schedule, nowMs }: ZoneContext): boolean =>
  schedule.isRecalled() && schedule.nextFullAtMs() <= nowMs();

const takeNext = (context: ZoneContext): Promise<Batch | undefined> =>
  takeBatch(context, sendingOrder(context), { skip: goesApart(context) });

const goesApart = ({ queue, quarantine }: ZoneContext): ((unit: UnitKey) => boolean) => {
  const groups = new Set(queue.groups().flat());
  return (unit) => groups.has(unit) || quarantine.isTrying(unit);
};

/**
 * Between two messages of a unit that is longer than one, everything goes that has changed and fits into one:
 * no object makes the others wait. Returns whether the long one may go on.
 */
const letSmallPass = (context: ZoneContext, absorb: () => Promise<void>): (() => Promise<boolean>) => {
  const { stopping } = context;
  const long = new Set<UnitKey>();
  return async () => {
    if (stopping()) return false;
    await absorb();
    await holdBack(context);
    const apart = goesApart(context);
    const batch = await takeBatch(context, sendingOrder(context), {
      skip: (unit) => long.has(unit) || apart(unit),
      tooLarge: (unit) => void long.add(unit),
    });
    return batch === undefined || sendAndSettle(context, batch);
  };
};

const sendAndSettle = async (
  context: ZoneContext,
  batch: Batch,
  between?: () => Promise<boolean>,
): Promise<boolean> => {
  const startedMs = context.nowMs();
  return settle(context, batch, await sendBatch(context, batch, between), startedMs);
};

/** Whether the server took the batch. */
const settle = async (
  context: ZoneContext,
  batch: Batch,
  outcome: UpdateOutcome,
  startedMs: number,
): Promise<boolean> => {
  const alone = await settleBatch(context, batch, outcome, context.nowMs() - startedMs);
  if (outcome.kind === 'applied') {
    for (const { unit } of batch.changes) noteLimited(context, unit);
    return true;
  }
  if (alone === undefined) return false;
  const learned = await learnPart(context, alone, outcome);
  if (learned === 'yes') noteLimited(context, alone);
  if (learned === 'unclear') waitBeforeRetry(context, outcome, 1);
  if (learned === 'no') {
    context.schedule.noteFreshPlan();
    refuse(context, alone, outcome);
  }
  return false;
};

/** What of a unit that was refused alone the server takes. */
const learnPart = async (context: ZoneContext, unit: UnitKey, { kind }: UpdateOutcome): Promise<Learned> => {
  if (kind === 'server-failure') return learnRecordLimit(context, unit);
  return kind === 'refused' ? learnRefused(context, unit) : 'no';
};
