import { setTimeout as pause } from 'node:timers/promises';

/** Looks at a zone again and again while something befalls it. */
export interface KeptWatch extends Disposable {
  /** Ends it. Lines that had to stay and were missing at some look, and how often the zone was seen. */
  readonly stop: () => { readonly lost: readonly string[]; readonly looks: number };
}

const betweenLooksMs = 200;

/**
 * @param read the zone as text; a server that does not answer is no look
 * @param mustStay lines that must be there, asked for after each reading: what is changed meanwhile is not
 *   among them
 */
export function watchKept(read: () => Promise<string>, mustStay: () => readonly string[]): KeptWatch {
  const lost = new Set<string>();
  let looks = 0;
  let isOver = false;
  const look = async (): Promise<void> => {
    const text = await read().catch(() => undefined);
    if (text === undefined || isOver) return;
    looks += 1;
    const found = new Set(text.split('\n'));
    for (const line of mustStay()) if (!found.has(line)) lost.add(line);
  };
  const lookOn = async (): Promise<void> => {
    await look();
    await pause(betweenLooksMs);
    if (!isOver) await lookOn();
  };
  void lookOn();
  return {
    stop: () => {
      isOver = true;
      return { lost: [...lost], looks };
    },
    [Symbol.dispose]: () => {
      isOver = true;
    },
  };
}
