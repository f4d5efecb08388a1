/** How long faults last, in milliseconds. */
export const times = {
  short: [50, 700, 3_000, 12_000],
  long: [3_000, 25_000, 100_000, 300_000],
} as const;
