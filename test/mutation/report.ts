import type { Fate, Mutant } from './mutant.ts';

/** One line for each file, and below it one for each mutant that lives. */
export function report(
  mutants: readonly Mutant[],
  sources: ReadonlyMap<string, string>,
  fateOf: FateOf,
): string {
  const files = [...new Set(mutants.map(({ file }) => file))];
  const lines = files.flatMap((file) => {
    const inFile = mutants.filter((mutant) => mutant.file === file);
    const living = inFile.filter((mutant) => ['survived', 'unreached'].includes(fateOf(mutant)));
    return [
      `${file}: ${countFates(inFile, fateOf)}`,
      ...living.map((mutant) => `  ${fateOf(mutant)} ${lineOf(mutant, sources.get(file) ?? '')}`),
    ];
  });
  return [...lines, `all: ${countFates(mutants, fateOf)}`].join('\n');
}

type FateOf = (mutant: Mutant) => Fate;

function countFates(mutants: readonly Mutant[], fateOf: FateOf): string {
  const count = (fate: Fate) => mutants.filter((mutant) => fateOf(mutant) === fate).length;
  const killed = count('killed');
  const judged = mutants.length - count('loading');
  const share = judged === 0 ? 'none' : `${((100 * killed) / judged).toFixed(1)} %`;
  return `${killed} of ${judged} killed (${share}), ${count('unreached')} reached by no test, ${count('loading')} only while loading`;
}

function lineOf({ line, start, end, replacement, kind }: Mutant, source: string): string {
  const original = short(source.slice(start, end));
  if (kind === 'statement') return `${line}: left out: ${original}`;
  if (kind === 'body') return `${line}: returns at once: ${original}`;
  return `${line}: ${original} → ${short(replacement)}`;
}

const maxLength = 60;

function short(text: string): string {
  const oneLine = text.replaceAll(/\s+/g, ' ');
  return oneLine.length > maxLength ? `${oneLine.slice(0, maxLength)}…` : oneLine;
}
