import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { changeText } from './changeText.ts';
import type { Mutant } from './mutant.ts';

/** Changes that no test can notice, and why. */
interface Equivalent {
  readonly file: string;
  readonly why: string;
  /** As the report says it, without the number of the line; behind ` @ ` a part of the line. */
  readonly changes: readonly string[];
}

/** The mutants that are listed in equivalents.yaml; `unknown` are lines about entries that fit none. */
export function findEquivalents(
  mutants: readonly Mutant[],
  sources: ReadonlyMap<string, string>,
): { readonly equivalents: ReadonlyMap<number, string>; readonly unknown: readonly string[] } {
  const equivalents = new Map<number, string>();
  const unknown: string[] = [];
  for (const { file, changes } of readEquivalents())
    for (const change of changes) {
      const source = sources.get(file);
      if (source === undefined) continue;
      const [text, at = ''] = change.split(' @ ');
      const lines = source.split('\n');
      const fitting = mutants.filter(
        (mutant) =>
          mutant.file === file &&
          changeText(mutant, source) === text &&
          (lines[mutant.line - 1] ?? '').includes(at),
      );
      if (fitting.length !== 1)
        unknown.push(`equivalents.yaml fits ${fitting.length} changes, needed 1: ${file}: ${change}`);
      for (const { id } of fitting) equivalents.set(id, change);
    }
  return { equivalents, unknown };
}

const readEquivalents = (): readonly Equivalent[] =>
  (parse(readFileSync(join(import.meta.dirname, 'equivalents.yaml'), 'utf8')) as Equivalent[] | null) ?? [];
