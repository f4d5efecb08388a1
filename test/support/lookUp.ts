import type { ModelRecord } from './modelZone.ts';

/** What a name server answers from a zone, as RFC 1034 §4.3.2 and RFC 4592 §3.3 say it. */
export type Answer =
  | { readonly kind: 'records'; readonly rdatas: readonly string[]; readonly from: string }
  | { readonly kind: 'no-data'; readonly from: string }
  | { readonly kind: 'no-name' }
  /** Another server is referred to (RFC 1034 §4.2.1). */
  | { readonly kind: 'referral'; readonly at: string };

/** Answers questions for one type from the records of a zone; names are without escapes. */
export const createLookUp = (
  zone: string,
  records: readonly ModelRecord[],
): ((name: string, type: string) => Answer) => {
  const byName = Map.groupBy(records, ({ name }) => name);
  const existing = new Set<string>();
  for (const name of byName.keys())
    for (let above = name; above.length >= zone.length; above = parentOf(above)) existing.add(above);
  const answerAt = (owner: string, type: string): Answer => {
    const there = byName.get(owner) ?? [];
    const found = there.filter((record) => record.type === type || record.type === 'CNAME');
    return found.length === 0
      ? { kind: 'no-data', from: owner }
      : { kind: 'records', rdatas: found.map(({ rdata }) => rdata).sort(), from: owner };
  };
  return (name, type) => {
    for (const above of namesFrom(name, zone))
      if (above !== zone && byName.get(above)?.some((record) => record.type === 'NS') === true)
        return { kind: 'referral', at: above };
    if (existing.has(name)) return answerAt(name, type);
    let encloser = name;
    while (!existing.has(encloser)) encloser = parentOf(encloser);
    const source = `*.${encloser}`;
    return existing.has(source) ? answerAt(source, type) : { kind: 'no-name' };
  };
};

/** The zone's own name, and each below it down to `name`. */
const namesFrom = (name: string, zone: string): readonly string[] => {
  const names = [name];
  for (let above = name; above !== zone; ) {
    above = parentOf(above);
    names.unshift(above);
  }
  return names;
};

const parentOf = (name: string): string => name.slice(name.indexOf('.') + 1);
