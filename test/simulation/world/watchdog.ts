import type { UpdateContent } from '../../../src/dns/updateMessage.ts';
import type { ModelBind, Rcode } from './modelBind.ts';
import type { ZoneRecord } from './modelNames.ts';

/** Looks at each UPDATE that a process of ours sends, as the zone takes it. */
export type Watchdog = {
  readonly update: (content: UpdateContent, from: string) => Rcode;
  /** What was done that must never be done, in words. */
  readonly violations: () => readonly string[];
  /** Messages that were taken, and how many of them changed something. */
  readonly counts: () => { readonly taken: number; readonly effective: number };
};

export type WatchdogDeps = {
  readonly bind: ModelBind;
  readonly ownerOf: (process: string) => string;
  readonly inTerritory: (name: string) => boolean;
  /** Whether the process cannot but know that this RRset of the territory is asked for. */
  readonly isKnownToBeAskedFor: (process: string, name: string, type: string) => boolean;
  /** Whether the object behind this record of ours has lost its address, and keeps it for a while. */
  readonly isHeld: (process: string, record: ZoneRecord, markers: readonly ZoneRecord[]) => boolean;
  /** Whether the process cannot but know that another writer has delegated the name, or one above it. */
  readonly isKnownToBeDelegated: (process: string, name: string, bind: ModelBind) => boolean;
  /** What is wrong with taking away so many records at once; undefined where nothing is. */
  readonly faultOfLoss: (lost: readonly ZoneRecord[], bind: ModelBind) => string | undefined;
  readonly onChange: () => void;
};

/**
 * Holds every message that the zone takes against six promises: no record of another hand changes, nothing
 * changes at a name outside the territory without our marker, nothing is written by who has not the claim, and
 * nothing goes that is asked for all the time, or held, nor too much at once.
 */
export const createWatchdog = (deps: WatchdogDeps): Watchdog => {
  const { bind, ownerOf, onChange } = deps;
  const violations: string[] = [];
  let taken = 0;
  let effective = 0;
  return {
    update: (content, from) => {
      const names = [...new Set(content.operations.map(({ name }) => name))];
      const before = new Map(names.map((name) => [name, bind.at(name)]));
      const markers = new Map(names.map((name) => [name, bind.at(markerName(bind.zone, name))]));
      const claim = bind.at(claimName(bind.zone));
      const serial = bind.serial();
      const rcode = bind.update(content, ownerOf(from));
      if (rcode !== 'NOERROR') return rcode;
      taken += 1;
      if (bind.serial() === serial) return rcode;
      effective += 1;
      const seen: Seen = { names, before, markers, claim, after: bind.at };
      violations.push(...found(deps, seen, from).map((text) => `${from}: ${text}`));
      onChange();
      return rcode;
    },
    violations: () => violations,
    counts: () => ({ taken, effective }),
  };
};

type Seen = {
  readonly names: readonly string[];
  readonly before: ReadonlyMap<string, readonly ZoneRecord[]>;
  readonly markers: ReadonlyMap<string, readonly ZoneRecord[]>;
  readonly claim: readonly ZoneRecord[];
  readonly after: (name: string) => readonly ZoneRecord[];
};

export const claimName = (zone: string): string => `_k8s-bind.${zone}`;
export const markerName = (zone: string, name: string): string =>
  name === zone ? `_apex.${claimName(zone)}` : `${name.slice(0, -zone.length)}${claimName(zone)}`;

/** Whether a TXT record says that it is of this owner: claims and markers both do. */
export const isOf = ({ type, rdata }: ZoneRecord, owner: string): boolean =>
  type === 'TXT' && rdata.startsWith('"k8s-bind=1"') && rdata.includes(`"owner=${owner}"`);

const text = ({ name, ttlSeconds, type, rdata }: ZoneRecord): string =>
  `${name} ${ttlSeconds} ${type} ${rdata}`;

const found = (deps: WatchdogDeps, seen: Seen, from: string): string[] => {
  const { bind, ownerOf, inTerritory } = deps;
  const owner = ownerOf(from);
  const side = claimName(bind.zone);
  const problems: string[] = [];
  const claimed = seen.claim.some(
    (record) => isOf(record, owner) && record.rdata.includes(`"holder=${from}"`),
  );
  if (!claimed && seen.names.some((name) => name !== side)) problems.push('wrote without the claim');
  if (
    seen.claim.some(
      ({ type, rdata }) => type === 'TXT' && /"owner=/.test(rdata) && !rdata.includes(`"owner=${owner}"`),
    )
  )
    problems.push('wrote under the claim of another owner');
  const allLost = seen.names.flatMap((name) => {
    const after = new Set(seen.after(name).map(text));
    return (seen.before.get(name) ?? []).filter((record) => !after.has(text(record)));
  });
  problems.push(...[deps.faultOfLoss(allLost, bind) ?? []].flat());
  for (const name of seen.names) {
    const after = new Set(seen.after(name).map(text));
    const before = new Set((seen.before.get(name) ?? []).map(text));
    const lost = (seen.before.get(name) ?? []).filter((record) => !after.has(text(record)));
    if (name === side || name.endsWith(`.${side}`)) continue;
    const isAlone = (seen.before.get(name) ?? []).every(({ writer }) => writer === owner);
    const markers = inTerritory(name) ? [] : (seen.markers.get(name) ?? []);
    if (isAlone || inTerritory(name))
      for (const record of lost.filter((one) => one.writer === owner && deps.isHeld(from, one, markers)))
        problems.push(`took away what is held: ${text(record)}`);
    if (inTerritory(name)) {
      const left = new Set(seen.after(name).map(({ type }) => type));
      const gone = new Set(lost.map(({ type }) => type).filter((type) => !left.has(type)));
      for (const type of gone)
        if (deps.isKnownToBeAskedFor(from, name, type))
          problems.push(`took away ${name} ${type}, which is asked for`);
      continue;
    }
    const gained = seen.after(name).filter((record) => !before.has(text(record)));
    if (gained.length > 0 && deps.isKnownToBeDelegated(from, name, bind))
      problems.push(`published ${name}, which is delegated`);
    const theirs = lost.filter(({ writer }) => writer !== owner);
    problems.push(...theirs.map((record) => `changed a record of ${record.writer}: ${text(record)}`));
    const isMarked = (seen.markers.get(name) ?? []).some((record) => isOf(record, owner));
    if (lost.length > 0 && !isMarked) problems.push(`changed ${name}, which has no marker`);
  }
  return problems;
};
