import type { Mutant } from './mutant.ts';

/** What a mutant changes, in one line. */
export function changeText({ start, end, replacement, kind }: Mutant, source: string): string {
  const original = short(source.slice(start, end));
  if (kind === 'statement') return `left out: ${original}`;
  if (kind === 'body') return `returns at once: ${original}`;
  return `${original} → ${short(replacement)}`;
}

const maxLength = 60;

function short(text: string): string {
  const oneLine = text.replaceAll(/\s+/g, ' ');
  return oneLine.length > maxLength ? `${oneLine.slice(0, maxLength)}…` : oneLine;
}
