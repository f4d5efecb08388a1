/** So many answers of one kind are made at once; the others wait in a line that has an end. */
export type AnswerSlots = {
  /**
   * Resolves with what ends the answer once there is room for it; undefined when the line is too long, or
   * when the signal aborts first.
   */
  readonly enter: (kind: string, signal: AbortSignal) => Promise<(() => void) | undefined>;
};

export type AnswerSlotsLimits = {
  /** Answers of one kind at once. */
  readonly atOnce: number;
  /** Answers that wait, of all kinds. */
  readonly waiting: number;
};

export const createAnswerSlots = (limits: AnswerSlotsLimits): AnswerSlots => {
  const busy = new Map<string, number>();
  const lines = new Map<string, Set<() => void>>();
  const lineOf = (kind: string): Set<() => void> => {
    const line = lines.get(kind) ?? new Set();
    lines.set(kind, line);
    return line;
  };
  const waiting = (): number => [...lines.values()].reduce((sum, line) => sum + line.size, 0);
  const leave = (kind: string): void => {
    const [next] = lineOf(kind);
    if (next === undefined) busy.set(kind, (busy.get(kind) ?? 1) - 1);
    else next();
  };
  return {
    enter: async (kind, signal) => {
      const now = busy.get(kind) ?? 0;
      if (now < limits.atOnce) busy.set(kind, now + 1);
      else if (waiting() >= limits.waiting || !(await isCalled(lineOf(kind), signal))) return undefined;
      return () => leave(kind);
    },
  };
};

/** Waits in a line; false when the signal aborts first. */
const isCalled = (line: Set<() => void>, signal: AbortSignal): Promise<boolean> =>
  new Promise((resolve) => {
    const end = (called: boolean): void => {
      line.delete(call);
      signal.removeEventListener('abort', stop);
      resolve(called);
    };
    const call = (): void => end(true);
    const stop = (): void => end(false);
    line.add(call);
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
  });
