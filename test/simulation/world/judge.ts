import type { OracleRrset } from './joinRrsets.ts';
import type { ModelBind } from './modelBind.ts';
import type { ZoneRecord } from './modelNames.ts';
import type { OracleZone } from './oracle.ts';
import { claimName, isOf, markerName } from './watchdog.ts';
import { createWildcards } from './wildcards.ts';

export type JudgeDeps = {
  readonly bind: ModelBind;
  readonly owner: string;
  /** How long an RRset may be … */
  readonly recordsPerType: number;
  /** … and that it was longer once: what stood there then may stay. */
  readonly wasLowered: boolean;
  readonly inTerritory: (name: string) => boolean;
};

export type Verdict = {
  /** What the zone holds that it should not, and what it lacks; empty when it is as it must be. */
  readonly problems: readonly string[];
  /** Records that are ours. */
  readonly owned: number;
};

/** Holds the zone against the oracle. */
export const judge = (deps: JudgeDeps, expected: OracleZone): Verdict => {
  const names = new Map<string, ZoneRecord[]>();
  for (const record of deps.bind.records())
    names.set(record.name, [...(names.get(record.name) ?? []), record]);
  const territory = judgeTerritory(deps, names, expected);
  const outside = judgeOutside(deps, names, expected);
  return {
    problems: [...territory.problems, ...outside.problems],
    owned: territory.owned + outside.owned,
  };
};

type Names = ReadonlyMap<string, readonly ZoneRecord[]>;

const isOfOthers = (name: string): boolean => name.startsWith('_acme-challenge.');

const judgeTerritory = (deps: JudgeDeps, names: Names, expected: OracleZone): Verdict => {
  const wanted = Map.groupBy(expected.territory, ({ name }) => name);
  const problems: string[] = [];
  let owned = 0;
  for (const [name, held] of names) {
    if (!deps.inTerritory(name)) continue;
    owned += held.length;
    if (!wanted.has(name)) problems.push(`${name} is in the territory, and nothing asks for it`);
  }
  for (const [name, rrsets] of wanted) problems.push(...differences(rrsets, names.get(name) ?? [], deps));
  return { problems, owned };
};

/**
 * | the name has           | what must be there                                                  |
 * | ---------------------- | ------------------------------------------------------------------- |
 * | nothing of others      | exactly what is asked for, with a marker of ours; or neither        |
 * | something of others    | theirs, and of ours nothing that is not asked for                   |
 * | ours without a marker  | as if it were another's: somebody has taken the marker away         |
 * | a delegation above it  | anything that was asked for once: it is never answered              |
 */
const judgeOutside = (deps: JudgeDeps, names: Names, expected: OracleZone): Verdict => {
  const { bind, inTerritory } = deps;
  const side = claimName(bind.zone);
  const problems: string[] = [];
  let owned = 0;
  const marked = [...names.keys()].flatMap((name) => nameOfMarker(bind.zone, name) ?? []);
  const isCut = (name: string): boolean => isBelowCut(deps, name);
  const isPlain = (name: string): boolean =>
    name !== bind.zone &&
    name !== side &&
    !name.endsWith(`.${side}`) &&
    !inTerritory(name) &&
    !isOfOthers(name);
  const wildcards = createWildcards({
    zone: bind.zone,
    records: bind.records(),
    wanted: expected.outside,
    isTaken: (name) => isOfOthers(name) || (isPlain(name) && stateOf(deps, names, name).isTaken),
  });
  for (const name of new Set([...names.keys(), ...expected.outside.keys(), ...marked].filter(isPlain))) {
    const state = stateOf(deps, names, name);
    const wanted = expected.outside.get(name);
    if (state.isMarked) owned += state.ours.length;
    if (wanted === undefined) {
      if (state.isMarked && !wildcards.isCopy(name, state.ours))
        problems.push(`${name} has a marker of ours, and nothing asks for it`);
      continue;
    }
    const base = wanted.base === name ? state : stateOf(deps, names, wanted.base);
    if (base !== state && (base.isTaken || !base.isMarked)) continue;
    if (isCut(name)) continue;
    if (state.isTaken) problems.push(...surplus(name, wanted.rrsets, state));
    else if (!state.isMarked) problems.push(`${name} is not published`);
    else problems.push(...differences(wanted.rrsets, state.ours, deps));
  }
  if (deps.recordsPerType >= usualLimit) problems.push(...wildcards.wrongAnswers());
  return { problems, owned };
};

const usualLimit = 100;

/** Another writer has delegated the name, or one above it: what is written there is never answered. */
const isBelowCut = ({ bind }: Pick<JudgeDeps, 'bind'>, name: string): boolean => {
  if (name === bind.zone) return false;
  if (bind.at(name).some(({ type }) => type === 'NS')) return true;
  return isBelowCut({ bind }, name.slice(name.indexOf('.') + 1));
};

type NameState = {
  readonly isMarked: boolean;
  readonly ours: readonly ZoneRecord[];
  /** Somebody else has something there, or has to do with its marker. */
  readonly isTaken: boolean;
};

const stateOf = ({ bind, owner }: JudgeDeps, names: Names, name: string): NameState => {
  const held = names.get(name) ?? [];
  const marker = names.get(markerName(bind.zone, name)) ?? [];
  const isMarked = marker.some((record) => isOf(record, owner));
  const ours = isMarked ? held.filter(({ writer }) => writer === owner) : [];
  return { isMarked, ours, isTaken: held.length > ours.length || (!isMarked && marker.length > 0) };
};

const nameOfMarker = (zone: string, name: string): string | undefined => {
  const end = `.${claimName(zone)}`;
  return name.endsWith(end) ? `${name.slice(0, -end.length)}.${zone}` : undefined;
};

const surplus = (name: string, wanted: readonly OracleRrset[], { isMarked, ours }: NameState): string[] => {
  const allowed = new Set(wanted.flatMap(({ type, rdatas }) => rdatas.map((rdata) => `${type} ${rdata}`)));
  if (!isMarked) return [];
  return ours
    .filter(({ type, rdata }) => !allowed.has(`${type} ${rdata}`))
    .map(({ type, rdata }) => `${name} has ${type} ${rdata} of ours, which nothing asks for`);
};

const differences = (
  wanted: readonly OracleRrset[],
  held: readonly ZoneRecord[],
  { recordsPerType, wasLowered }: JudgeDeps,
): string[] => {
  const problems: string[] = [];
  const types = new Set(wanted.map(({ type }) => type));
  for (const { name, type, rdata } of held)
    if (!types.has(type)) problems.push(`${name} has ${type} ${rdata}, which nothing asks for`);
  for (const { name, type, ttlSeconds, rdatas } of wanted) {
    const there = held.filter((record) => record.type === type);
    const most = Math.min(rdatas.length, recordsPerType);
    if (there.length < most || (there.length > most && !wasLowered))
      problems.push(`${name} has ${there.length} ${type}, needed ${most} (${rdatas.join(', ')})`);
    for (const record of there) {
      if (!rdatas.includes(record.rdata))
        problems.push(`${name} has ${type} ${record.rdata}, which nothing asks for`);
      if (record.ttlSeconds !== ttlSeconds)
        problems.push(`${name} ${type} has the TTL ${record.ttlSeconds}, needed ${ttlSeconds}`);
    }
  }
  return problems;
};
