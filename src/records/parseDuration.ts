/** A duration; or the second half of a message: what was found in its place, and what is needed. */
export type ParsedDuration =
  | { readonly kind: 'duration'; readonly ms: number }
  | { readonly kind: 'invalid'; readonly found: string; readonly needed: string };

const secondMs = 1000;
const unitsMs = { d: 86_400_000, h: 3_600_000, m: 60_000, s: secondMs, ms: 1 } as const;

const number = '\\d{1,10}(?:\\.\\d{1,3})?';
const shape = new RegExp(
  `^(?:(?<seconds>${number})|${Object.keys(unitsMs)
    .map((unit) => `(?:(?<${unit}>${number})${unit})?`)
    .join('')})$`,
);

/**
 * The one grammar of durations, for flags, variables, the file and annotations alike: numbers with their
 * units, the larger unit first and each at most once (`1d`, `1h30m`, `1.5s`, `250ms`). A number alone is in
 * seconds.
 */
export const parseDuration = (text: string): ParsedDuration => {
  const groups = shape.exec(text.trim())?.groups;
  const written = Object.entries(groups ?? {}).filter(([, digits]) => digits !== undefined);
  if (written.length === 0) {
    return {
      kind: 'invalid',
      found: 'no duration',
      needed: 'seconds (60) or a duration such as 1m30s or 1d',
    };
  }
  const ms = written.reduce(
    (sum, [unit, digits]) => sum + Number(digits) * (unitsMs[unit as keyof typeof unitsMs] ?? secondMs),
    0,
  );
  return { kind: 'duration', ms: Math.round(ms) };
};
