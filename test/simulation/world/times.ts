/** How long faults last, and how long a watch takes at most where nothing is wrong; in milliseconds. */
export const times = {
  short: [50, 700, 3_000, 12_000],
  long: [3_000, 25_000, 100_000, 300_000],
  hearing: 5_000,
} as const;
