/** Random numbers that can be had again: the seed is printed, and `SEED=…` uses it once more. */
export interface Seeded {
  readonly seed: number;
  /** Uniform in [0, 1). */
  readonly next: () => number;
  /** An integer from 0 to `bound` - 1. */
  readonly below: (bound: number) => number;
  readonly pick: <T>(list: readonly [T, ...T[]]) => T;
}

export function seeded(what: string): Seeded {
  const given = Number(process.env['SEED']);
  const seed = Number.isInteger(given) && given > 0 ? given : Math.floor(Math.random() * 2 ** 31) + 1;
  console.log(`${what}: SEED=${seed}`);
  return seedFrom(seed);
}

/** Another one, for a part that runs beside others: what they draw does not change what it does. */
export const splitSeed = ({ next }: Seeded): Seeded => seedFrom(Math.floor(next() * 2 ** 31) + 1);

/** Those of one seed, above 0. */
export function seedFrom(seed: number): Seeded {
  let state = seed;
  /** Mulberry32. */
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (bound: number): number => Math.floor(next() * bound);
  return { seed, next, below, pick: (list) => list[below(list.length)] ?? list[0] };
}
