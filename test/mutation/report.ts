import { changeText } from './changeText.ts';
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
    const source = sources.get(file) ?? '';
    return [
      `${file}: ${countFates(inFile, fateOf)}`,
      ...living.map((mutant) => `  ${fateOf(mutant)} ${mutant.line}: ${changeText(mutant, source)}`),
    ];
  });
  return [...lines, `all: ${countFates(mutants, fateOf)}`].join('\n');
}

type FateOf = (mutant: Mutant) => Fate;

/** Those that are equivalent, or run only while a file is loaded, are no part of the share. */
export function countFates(mutants: readonly Mutant[], fateOf: FateOf): string {
  const count = (fate: Fate) => mutants.filter((mutant) => fateOf(mutant) === fate).length;
  const killed = count('killed') + count('late');
  const judged = mutants.length - count('loading') - count('equivalent');
  const share = judged === 0 ? 'none' : `${((100 * killed) / judged).toFixed(1)} %`;
  const beside = [
    `${count('late')} of them by time`,
    `${count('unreached')} reached by no test`,
    `${count('equivalent')} equivalent`,
    `${count('loading')} only while loading`,
  ];
  return `${killed} of ${judged} killed (${share}), ${beside.join(', ')}`;
}
