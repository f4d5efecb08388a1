import type { Seeded } from '../../support/seed.ts';
import { type Controlled, type Happening, hesitate, isHeads } from './happening.ts';

/** Without what only happenings need. */
export type Statused = Pick<Controlled, 'title' | 'clear' | 'fill'>;

/**
 * A controller that starts anew: it empties the status of all its objects, and fills them one by one in any
 * order.
 */
export const controllerRestart = (
  title: string,
  objects: readonly Statused[],
  isHeld: () => Promise<void>,
): Happening => ({
  kind: 'controller restart',
  title: `${title} restarts`,
  of: objects.map((object) => object.title),
  run: async (random) => {
    for (const object of shuffled(objects, random)) await object.clear();
    if (isHeads(random)) await isHeld();
    for (const object of shuffled(objects, random)) {
      await hesitate(random);
      await object.fill(random);
    }
  },
});

export const shuffled = <T>(list: readonly T[], random: Seeded): readonly T[] =>
  list
    .map((item) => ({ item, at: random.next() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);
