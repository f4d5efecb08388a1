import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Does the costly work of all answers in one line, a piece at a time, and rests after each piece for as long
 * as it took: whoever asks, and however many, at least half of the time is left for the zones.
 */
export type AnswerLane = {
  /** Does one piece when its turn has come. Rejects when the work does. */
  readonly turn: <T>(work: () => T | Promise<T>) => Promise<T>;
};

export const createAnswerLane = (nowMs: () => number): AnswerLane => {
  let last: Promise<unknown> = Promise.resolve();
  return {
    turn: (work) => {
      let startedMs = 0;
      const done = last.then(() => {
        startedMs = nowMs();
        return work();
      });
      const rest = (): Promise<void> => sleep(Math.ceil(nowMs() - startedMs));
      last = done.then(rest, rest);
      return done;
    },
  };
};

/** A piece is over after this time or this much text, whichever comes first. */
const pieceMs = 5;
const pieceCharacters = 65_536;

/** Joins small parts into pieces; each is made in a turn of the lane, once the reader has the one before. */
export const inPieces = async function* (
  parts: Iterable<string>,
  lane: AnswerLane,
  nowMs: () => number,
): AsyncGenerator<string> {
  const iterator = parts[Symbol.iterator]();
  try {
    for (;;) {
      const { text, over } = await lane.turn(() => nextPiece(iterator, nowMs));
      if (text !== '') yield text;
      if (over) return;
    }
  } finally {
    iterator.return?.();
  }
};

type Piece = { readonly text: string; readonly over: boolean };

const nextPiece = (parts: Iterator<string>, nowMs: () => number): Piece => {
  const untilMs = nowMs() + pieceMs;
  let text = '';
  do {
    const next = parts.next();
    if (next.done === true) return { text, over: true };
    text += next.value;
  } while (text.length < pieceCharacters && nowMs() < untilMs);
  return { text, over: false };
};
