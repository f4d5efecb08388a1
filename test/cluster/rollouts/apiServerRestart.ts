import { type Happening, hesitate } from './happening.ts';
import type { World } from './world.ts';

/** The API server is killed, and nobody changes anything until it is back. */
export const apiServerRestart = ({ cluster }: World, others: readonly Happening[]): Happening => ({
  kind: 'restart of the API server',
  title: 'the API server is killed and started',
  of: [...new Set(others.flatMap((other) => other.of))],
  run: async (random) => {
    await cluster.killApiServer();
    await hesitate(random);
    await cluster.startApiServer();
  },
});
