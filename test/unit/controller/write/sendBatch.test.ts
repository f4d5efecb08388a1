import { describe, expect, test } from 'vitest';
import { sendBatch } from '../../../../src/controller/write/sendBatch.ts';
import type { Batch } from '../../../../src/controller/write/takeBatch.ts';
import type { UpdateOutcome } from '../../../../src/server/updateOutcome.ts';
import { testContext } from '../../../support/testContext.ts';

const applied: UpdateOutcome = { kind: 'applied' };
const refused: UpdateOutcome = { kind: 'refused' };
const unreachable: UpdateOutcome = { kind: 'unreachable', reason: 'away' };

const batchOf = (messages: number): Batch => ({
  changes: [],
  messages: Array.from({ length: messages }, () => ({ prerequisites: [], operations: [] })),
  octets: 900,
  full: false,
});

/** Sends messages that the server answers with these, 5 ms for each; `false` of a pause ends it. */
const send = async (answers: readonly UpdateOutcome[], pauses: readonly boolean[] = [], messages = 3) => {
  const sent: number[] = [];
  const batch = batchOf(messages);
  const paces: [number, number][] = [];
  const { context, sleep } = testContext({
    update: async (content) => {
      sent.push(batch.messages.indexOf(content));
      sleep(5);
      return answers[sent.length - 1] ?? applied;
    },
  });
  sleep(1000);
  let asked = 0;
  const between = async (): Promise<boolean> => {
    asked += 1;
    return pauses[asked - 1] ?? true;
  };
  const pace = {
    ...context.pace,
    note: (octets: number, durationMs: number) => void paces.push([octets, durationMs]),
  };
  const outcome = await sendBatch({ ...context, pace }, batch, between);
  return { kind: outcome.kind, sent, asked, paces };
};

describe('the messages of a batch', () => {
  test('go one after the other, each of its share of the length, with a pause between two', async () => {
    expect(await send([])).toEqual({
      kind: 'applied',
      sent: [0, 1, 2],
      asked: 2,
      paces: [
        [300, 5],
        [300, 5],
        [300, 5],
      ],
    });
    expect(await send([], [], 1)).toMatchObject({ kind: 'applied', sent: [0], asked: 0 });
  });

  test('end with the first that is not taken; what was taken before it must be read', async () => {
    expect(await send([refused])).toEqual({ kind: 'refused', sent: [0], asked: 0, paces: [[0, 5]] });
    expect(await send([applied, refused])).toMatchObject({ kind: 'unknown', sent: [0, 1], asked: 1 });
  });

  test('end in a pause that says so', async () => {
    expect(await send([], [true, false])).toMatchObject({ kind: 'unknown', sent: [0, 1], asked: 2 });
    expect(await send([], [false])).toMatchObject({ kind: 'unknown', sent: [0] });
  });

  test('say nothing about how long a server takes that was not reached', async () => {
    expect(await send([unreachable])).toMatchObject({ kind: 'unreachable', paces: [] });
  });

  test('go without a pause where nobody asks for one', async () => {
    const { context } = testContext({ update: async () => applied });
    expect(await sendBatch(context, batchOf(2))).toEqual(applied);
  });
});
