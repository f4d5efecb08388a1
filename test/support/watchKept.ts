import { setTimeout as pause } from 'node:timers/promises';

/** Looks at a zone again and again while something befalls it. */
export interface KeptWatch extends Disposable {
  /**
   * Looks a last time and ends it. Returns the lines that had to stay and were missing at some look. Rejects
   * where the zone cannot be read now.
   */
  readonly stop: () => Promise<readonly string[]>;
}

const betweenLooksMs = 200;

/**
 * @param read the zone as text; a server that does not answer is no look
 * @param mustStay lines that must be there, asked for after each reading: what is changed meanwhile is not
 *   among them
 */
export function watchKept(read: () => Promise<string>, mustStay: () => readonly string[]): KeptWatch {
  const lost = new Set<string>();
  let isOver = false;
  const look = (text: string): void => {
    const found = new Set(text.split('\n'));
    for (const line of mustStay()) if (!found.has(line)) lost.add(line);
  };
  const lookOn = async (): Promise<void> => {
    const text = await read().catch(() => undefined);
    if (text !== undefined && !isOver) look(text);
    await pause(betweenLooksMs);
    if (!isOver) await lookOn();
  };
  void lookOn();
  return {
    stop: async () => {
      isOver = true;
      // A fault can be over before the first look has an answer.
      look(await read());
      return [...lost];
    },
    [Symbol.dispose]: () => {
      isOver = true;
    },
  };
}
