/** One line of a benchmark's result. */
export interface Figure {
  readonly what: string;
  readonly unit: 'ms' | 's' | 'MB' | '%' | '';
  readonly ours: number;
  /** The same work by something else, in the same run. */
  readonly reference?: { readonly by: string; readonly value: number };
  readonly goal?: Goal;
}

/**
 * What was set out for: our figure itself, or its ratio to the reference's, is to be at most this, or at
 * least.
 */
export type Goal =
  | { readonly atMost: number }
  | { readonly ratioAtMost: number }
  | { readonly ratioAtLeast: number };

/** Takes figures as they come and prints each at once. */
export interface Report {
  readonly figure: (figure: Figure) => void;
  /** A line for people: what is being done, or a fact beside the figures. */
  readonly note: (text: string) => void;
}

export function createReport(print: (line: string) => void): Report {
  return { note: (text) => print(`  ${text}`), figure: (figure) => print(figureLine(figure)) };
}

const columns = [44, 12, 26, 13] as const;

export function figureLine(figure: Figure): string {
  const { what, ours, unit, reference, goal } = figure;
  const cells = [
    what,
    quantity(ours, unit),
    reference === undefined ? '' : `${reference.by} ${quantity(reference.value, unit)}`,
    reference === undefined ? '' : `ratio ${ratioText(ours / reference.value)}`,
  ].map((cell, index) => cell.padEnd(columns[index] ?? 0));
  return `  ${cells.join(' ')} ${goal === undefined ? '' : goalText(figure, goal)}`.trimEnd();
}

function goalText({ ours, unit, reference }: Figure, goal: Goal): string {
  if ('atMost' in goal) return `goal ≤ ${quantity(goal.atMost, unit)}: ${verdict(ours <= goal.atMost)}`;
  const ratio = reference === undefined ? Number.NaN : ours / reference.value;
  if ('ratioAtLeast' in goal)
    return `goal ratio ≥ ${goal.ratioAtLeast}: ${verdict(ratio >= goal.ratioAtLeast)}`;
  return `goal ratio ≤ ${goal.ratioAtMost}: ${verdict(ratio <= goal.ratioAtMost)}`;
}

const ratioText = (ratio: number): string => (ratio < 0.1 ? ratio.toPrecision(2) : ratio.toFixed(2));

const verdict = (reached: boolean): string => (reached ? 'reached' : 'MISSED');

const quantity = (value: number, unit: Figure['unit']): string => `${digits(value)} ${unit}`.trimEnd();

const digits = (value: number): string => {
  if (Number.isInteger(value)) return String(value);
  return value.toFixed(Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2);
};
