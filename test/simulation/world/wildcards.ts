import { createLookUp } from '../../support/lookUp.ts';
import type { ZoneRecord } from './modelNames.ts';
import type { OracleName } from './oracle.ts';

/**
 * What wildcards mean (SOURCES.md W2): every name that nobody asks for more closely. Whether the zone says
 * so is asked as a resolver would (RFC 4592 §3.3), and not by the records that bring it about.
 */
export type Wildcards = {
  /** Whether records of ours at this name may be there for a wildcard above it, though nothing asks for it. */
  readonly isCopy: (name: string, rrsets: readonly ZoneRecord[]) => boolean;
  /** Questions that have another answer than who asks for names means. */
  readonly wrongAnswers: () => readonly string[];
};

export type WildcardsDeps = {
  readonly zone: string;
  readonly records: readonly ZoneRecord[];
  readonly wanted: ReadonlyMap<string, OracleName>;
  /** Another writer has something there, or to do with it. */
  readonly isTaken: (name: string) => boolean;
};

export const createWildcards = ({ zone, records, wanted, isTaken }: WildcardsDeps): Wildcards => {
  const foreign = records.filter(({ name }) => isTaken(name));
  const isCut = (name: string): boolean =>
    upTo(zone, name).some((above) => foreign.some((record) => record.name === above && record.type === 'NS'));
  const nodesOf = (names: readonly string[]): ReadonlySet<string> =>
    new Set(names.flatMap((name) => upTo(zone, bare(name))));
  const theirs = foreign.map(({ name }) => name);
  // What is asked for counts as there, also where a marker of another keeps it away.
  const askedFor = nodesOf([...wanted.keys(), ...theirs]);
  const existing = nodesOf([...[...wanted.keys()].filter((name) => !isTaken(name)), ...theirs]);
  const nearest = (name: string, isTheirs = isTaken): OracleName | 'theirs' | undefined => {
    for (const above of upTo(zone, name).slice(1)) {
      if (isTheirs(`*.${above}`)) return 'theirs';
      const found = wanted.get(`*.${above}`);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  return {
    isCopy: (name, rrsets) => {
      const node = name.replace(/^\*\./, '');
      // What a marker alone keeps away is answered by nobody else: copies of it may stand, or not.
      const isHeld = (star: string): boolean => theirs.includes(star);
      const source = nearest(name.startsWith('*.') ? `x.${node}` : node, isHeld);
      if (source === undefined || source === 'theirs' || rrsets.length === 0) return false;
      if (name.includes('_') || isCut(name) || !askedFor.has(node)) return false;
      const allowed = addresses(source);
      return rrsets.every(({ type, rdata }) => allowed.includes(`${type} ${rdata}`));
    },
    wrongAnswers: () => {
      if (![...wanted.keys()].some((name) => name.startsWith('*.'))) return [];
      const lookUp = createLookUp(zone, records);
      return probes(existing, wanted).flatMap((name) => {
        if (isTaken(name) || isCut(name) || name.includes('_')) return [];
        const meant = wanted.get(name) ?? nearest(name);
        if (meant === 'theirs') return [];
        const answer = lookUp(name, 'A');
        const found = answer.kind === 'records' ? answer.rdatas.map((rdata) => `A ${rdata}`) : [];
        const needed = meant === undefined ? [] : addresses(meant).filter((text) => text.startsWith('A '));
        return found.join() === needed.toSorted().join()
          ? []
          : [`${name} is answered "${found.join()}", needed "${needed.join()}"`];
      });
    },
  };
};

const addresses = ({ rrsets }: OracleName): readonly string[] =>
  rrsets.flatMap(({ type, rdatas }) => rdatas.map((rdata) => `${type} ${rdata}`));

const parentOf = (name: string): string => name.slice(name.indexOf('.') + 1);
const bare = (name: string): string => name.slice(name.lastIndexOf('*.') + 1).replace(/^\./, '');

/** The name, and each above it below the zone. */
const upTo = (zone: string, name: string): readonly string[] =>
  name === zone || !name.endsWith(`.${zone}`) ? [] : [name, ...upTo(zone, parentOf(name))];

/** Below each wildcard: what exists there, a name beside it, and names below it. */
const probes = (existing: ReadonlySet<string>, wanted: ReadonlyMap<string, OracleName>): readonly string[] =>
  [...wanted.keys()]
    .filter((name) => name.startsWith('*.'))
    .flatMap((star) => {
      const tree = parentOf(star);
      const below = [...existing].filter((name) => name.endsWith(`.${tree}`));
      return [`never.${tree}`, ...below.flatMap((name) => [name, `never.${name}`, `x.never.${name}`])];
    });
