import { setTimeout as pause } from 'node:timers/promises';
import type { OutageWorld } from './outageWorld.ts';
import type { Seeded } from './seed.ts';

/** Services change all the time. */
export interface Changing extends AsyncDisposable {
  /** Returns when the last change is made. */
  readonly stop: () => Promise<void>;
}

/** Changes up to three Services, waits 20 ms, and so on until it is stopped. The API server must answer. */
export function keepChanging(world: OutageWorld, random: Seeded): Changing {
  const end = new AbortController();
  const changes = (async () => {
    while (!end.signal.aborted) {
      await world.change(random, 3);
      await pause(20);
    }
  })();
  const stop = async (): Promise<void> => {
    end.abort();
    await changes;
  };
  return { stop, [Symbol.asyncDispose]: stop };
}
