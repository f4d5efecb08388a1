import { setTimeout as pause } from 'node:timers/promises';

/**
 * Calls `step` so many times a second, catching up when one call takes longer. Returns how often it was called.
 */
export const paced = async (
  { perSecond, seconds }: { readonly perSecond: number; readonly seconds: number },
  step: () => void | Promise<void>,
): Promise<number> => {
  const startMs = performance.now();
  let calls = 0;
  for (;;) {
    const elapsedMs = performance.now() - startMs;
    if (elapsedMs >= seconds * 1000) return calls;
    if (calls >= (elapsedMs / 1000) * perSecond) await pause(1);
    else {
      calls += 1;
      await step();
    }
  }
};
