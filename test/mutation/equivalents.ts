import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { changeText } from './changeText.ts';
import type { Mutant } from './mutant.ts';

/** A change that no test can notice, and why. */
export interface Equivalent {
  readonly file: string;
  /** As the report says it, without the number of the line. */
  readonly change: string;
  /** A part of the line, where the file has the same change elsewhere. */
  readonly at?: string;
  readonly why: string;
}

/** The mutants that are listed in equivalents.yaml; `unknown` are lines about entries that fit none. */
export function findEquivalents(
  mutants: readonly Mutant[],
  sources: ReadonlyMap<string, string>,
): { readonly equivalents: ReadonlyMap<number, Equivalent>; readonly unknown: readonly string[] } {
  const equivalents = new Map<number, Equivalent>();
  const unknown: string[] = [];
  for (const entry of readEquivalents()) {
    const source = sources.get(entry.file);
    if (source === undefined) continue;
    const lines = source.split('\n');
    const fitting = mutants.filter(
      (mutant) =>
        mutant.file === entry.file &&
        changeText(mutant, source) === entry.change &&
        (lines[mutant.line - 1] ?? '').includes(entry.at ?? ''),
    );
    if (fitting.length !== 1)
      unknown.push(
        `equivalents.yaml fits ${fitting.length} changes, needed 1: ${entry.file}: ${entry.change}`,
      );
    for (const { id } of fitting) equivalents.set(id, entry);
  }
  return { equivalents, unknown };
}

const readEquivalents = (): readonly Equivalent[] =>
  (parse(readFileSync(join(import.meta.dirname, 'equivalents.yaml'), 'utf8')) as Equivalent[] | null) ?? [];
