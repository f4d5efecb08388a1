import type { Seeded } from '../../support/seed.ts';
import { type Controlled, type Happening, hesitate, isHeads } from './happening.ts';

/** The status of one object is emptied and written anew: once, or several times in a row. */
export function statusLosses(
  { title, clear, fill }: Pick<Controlled, 'title' | 'clear' | 'fill'>,
  isHeld: () => Promise<void>,
): readonly Happening[] {
  const lose = async (random: Seeded): Promise<void> => {
    await clear();
    if (isHeads(random)) await isHeld();
    await hesitate(random);
    await fill(random);
  };
  const flicker = async (random: Seeded): Promise<void> => {
    for (let left = 2 + random.below(4); left > 0; left -= 1) {
      await clear();
      await fill(random);
    }
  };
  return [
    { kind: 'status loss', title: `${title} loses its status`, of: [title], run: lose },
    { kind: 'status loss', title: `${title} flickers`, of: [title], run: flicker },
  ];
}
