import { parseAst } from 'vite';
import type { Mutant } from './mutant.ts';

/**
 * The source with all its mutants in it, each behind a question: `__mutant(7) ? changed : as it was`.
 * One load of the program serves all of them, since only one is answered with true.
 */
export function instrument(source: string, mutants: readonly Mutant[]): string {
  const places = new Map<string, Mutant[]>();
  for (const mutant of mutants) {
    const key = `${mutant.start}-${mutant.end}-${mutant.kind}`;
    places.set(key, [...(places.get(key) ?? []), mutant]);
  }
  const groups = [...places.values()].map((group) => ({ group, place: placeOf(group) }));
  groups.sort((a, b) => a.place.start - b.place.start || b.place.end - a.place.end);
  const text = render(source, groups);
  // Throws where a replacement is no TypeScript: its tests would all fail.
  parseAst(text, { lang: 'ts' });
  return text;
}

interface Group {
  readonly group: readonly Mutant[];
  readonly place: Pick<Mutant, 'start' | 'end' | 'kind'>;
}

const placeOf = ([first]: readonly Mutant[]): Group['place'] => {
  if (first === undefined) throw new Error('Cannot place a mutant: found none, needed one');
  return first;
};

/** Groups are sorted by start, the wider first. */
function render(source: string, groups: readonly Group[]): string {
  let next = 0;
  const until = (from: number, end: number): string => {
    let text = '';
    let at = from;
    for (;;) {
      const inner = groups[next];
      if (inner === undefined || inner.place.start >= end) return text + source.slice(at, end);
      next += 1;
      text += source.slice(at, inner.place.start);
      text += wrap(inner.group, until(inner.place.start, inner.place.end));
      at = inner.place.end;
    }
  };
  return until(0, source.length);
}

function wrap(group: readonly Mutant[], original: string): string {
  const { id, kind } = { ...placeOf(group), id: group[0]?.id };
  // The outer braces keep an `else` that follows where it was.
  if (kind === 'statement') return `{ if (!__mutant(${id})) { ${original} } }`;
  if (kind === 'body') return `{ if (__mutant(${id})) return; ${original.slice(1)}`;
  const choices = group.map((mutant) => `__mutant(${mutant.id}) ? (${mutant.replacement}) : `);
  return `(${choices.join('')}(${original}))`;
}
