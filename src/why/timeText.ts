/** `2026-11-27 08:12:03 UTC`, from milliseconds since 1970. */
export const timeText = (ms: number): string =>
  `${new Date(ms).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
