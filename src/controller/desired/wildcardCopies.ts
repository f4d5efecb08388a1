import { isBelow, labelsOf, parentName } from '../../dns/canonicalName.ts';
import type { DomainName } from '../../dns/rrset.ts';
import { type ObjectRef, type OriginKey, objectRefKey, sameObject } from '../../model/objectRef.ts';
import type { RecordOptions } from '../../records/recordOptions.ts';
import type { RecordProblem, RequestedName } from '../../records/serviceRecords.ts';
import { copyOfWildcard, mostCopies } from './copyOfWildcard.ts';
import { type ExistingName, type Wildcard, wildcardOver } from './existingName.ts';
import { createExistingNames, type ExistingNames } from './existingNames.ts';
import { createFirstNames } from './firstNames.ts';
import { isOpenToCopies } from './isOpenToCopies.ts';
import type { NameContests } from './nameContests.ts';
import type { Presence } from './presence.ts';
import { troubleOf, wildcardProblems } from './wildcardProblems.ts';

/**
 * A wildcard in DNS does not answer at names that exist, nor below them (RFC 4592 §2.2.1), while whoever
 * requests one means every name that no other request has. So copies of its records stand at `*.<name>` for
 * each name that exists below it, and at names that exist only because something below them does; they come
 * and go with those names. Where another wildcard is nearer, its copies stand.
 */
export type WildcardCopies = {
  /** Takes in what is requested at these names now; returns the names whose copies may have changed. */
  readonly renew: (names: readonly DomainName[]) => readonly DomainName[];
  /** Takes in what stands at a name of the zone without being desired; returns the same. */
  readonly note: (name: DomainName, presence: Presence) => readonly DomainName[];
  readonly at: (name: DomainName) => RequestedName | undefined;
  readonly names: () => Iterable<DomainName>;
  /** False: there is no wildcard, and nothing need be noted. */
  readonly isNeeded: () => boolean;
  /** Whether there is a wildcard above the name. */
  readonly matters: (name: DomainName) => boolean;
  /** Whether the name is known to exist. */
  readonly exists: (name: DomainName) => boolean;
  readonly noted: () => Iterable<DomainName>;
  /** Where wildcards have come since the last call, and what is present below is not known yet. */
  readonly takeUnknown: () => readonly DomainName[];
  /** Whether a wildcard of the object is the nearest above the name. */
  readonly isOfWildcard: (name: DomainName, origin: ObjectRef) => boolean;
  /** Objects whose problems are others than at the last call. */
  readonly takeTroubled: () => readonly OriginKey[];
  readonly problemsOf: (key: OriginKey) => readonly RecordProblem[];
};

type Requests = Pick<NameContests, 'at' | 'names' | 'isRequested'>;

export const createWildcardCopies = (options: RecordOptions, requests: Requests): WildcardCopies => {
  const { zone } = options;
  const wildcards = new Map<DomainName, Wildcard>();
  /** Wildcards that are requested by objects without anything to publish: copies may be held. */
  const waiting = new Set<DomainName>();
  const unknown = new Set<DomainName>();
  const troubled = new Set<OriginKey>();
  const touched = new Set<Wildcard>();
  /** Those that have problems. */
  const faulty = new Set<Wildcard>();
  let changed = new Set<DomainName>();
  /** Only while there is a wildcard: no other zone pays for it. */
  let existing: ExistingNames | undefined;

  const open = (): ExistingNames => {
    if (existing !== undefined) return existing;
    existing = createExistingNames(zone, {
      changed: (name) => void changed.add(name),
      touched: (wildcard) => void touched.add(wildcard),
    });
    for (const name of requests.names()) if (!isWildcard(name)) renewName(existing, name);
    for (const name of waiting) unknown.add(parentName(name));
    return existing;
  };
  const renewName = (existing: ExistingNames, name: DomainName): void => {
    if (isOpenToCopies(options, name)) existing.setOwn(name, ownOf(requests.at(name)));
  };
  /** Nothing is published by it now: it waits, or nobody requests it any more. */
  const dropWildcard = (name: DomainName): void => {
    if (!requests.isRequested(name)) waiting.delete(name);
    else {
      if (!matters(name)) unknown.add(parentName(name));
      waiting.add(name);
    }
    wildcards.delete(name);
    // What is wrong with it ends with the names that it has now.
    existing?.setWildcard(parentName(name), undefined);
  };
  const changeWildcard = (wildcard: Wildcard, requested: RequestedName): void => {
    if (sameRequest(wildcard.requested, requested)) return;
    for (const { origin } of [wildcard.requested, requested]) troubled.add(objectRefKey(origin));
    for (const copy of wildcard.copies.names()) changed.add(copy);
    wildcard.requested = requested;
    for (const copy of wildcard.copies.limit(mostCopies(requested, options))) changed.add(copy);
    touched.add(wildcard);
  };
  const renewWildcard = (name: DomainName): void => {
    const before = wildcards.get(name);
    const requested = requests.at(name);
    if (requested === undefined) dropWildcard(name);
    else if (before !== undefined) changeWildcard(before, requested);
    else {
      if (!matters(name)) unknown.add(parentName(name));
      // While it still waits: what stands below it may not have been looked at yet.
      const names = open();
      waiting.delete(name);
      const wildcard = newWildcard(options, requested);
      wildcards.set(name, wildcard);
      names.setWildcard(parentName(name), wildcard);
    }
  };
  const closeWhereUnused = (): void => {
    if (wildcards.size + waiting.size === 0) existing = undefined;
    if (existing === undefined) unknown.clear();
  };
  const isStarAbove = (above: DomainName): boolean =>
    wildcards.has(`*.${above}`) || waiting.has(`*.${above}`);
  const matters = (name: DomainName): boolean => {
    for (let above = name; above !== zone && isBelow(above, zone); ) {
      above = parentName(above);
      if (isStarAbove(above)) return true;
    }
    return false;
  };
  const take = (): readonly DomainName[] => {
    for (const wildcard of touched) {
      const trouble = troubleOf(wildcard);
      if (trouble !== wildcard.trouble) troubled.add(objectRefKey(wildcard.requested.origin));
      wildcard.trouble = trouble;
      if (trouble === '') faulty.delete(wildcard);
      else faulty.add(wildcard);
    }
    touched.clear();
    const names = [...changed];
    changed = new Set();
    return names;
  };
  const at = (name: DomainName): RequestedName | undefined => {
    const wildcard = isWildcard(name)
      ? existing?.at(parentName(name))?.of.copiedBelow
      : existing?.at(name)?.of.copiedHere;
    return wildcard?.copies.has(name) === true ? copyOfWildcard(wildcard.requested, name) : undefined;
  };

  return {
    renew: (names) => {
      const stars = names.filter(isWildcard);
      if (existing === undefined && stars.length === 0) return [];
      for (const name of stars) if (isOpenToCopies(options, parentName(name))) renewWildcard(name);
      if (existing === undefined) return [];
      for (const name of names) if (!isWildcard(name)) renewName(existing, name);
      closeWhereUnused();
      return take();
    },
    note: (name, presence) => {
      const node = withoutStars(name);
      if (existing === undefined || !isOpenToCopies(options, node)) return [];
      if (existing.at(node) === undefined && presence !== 'cut' && !matters(name)) return [];
      existing.setPresence(node, name, presence);
      return take();
    },
    at,
    names: function* () {
      for (const { copies } of wildcards.values())
        for (const name of copies.names()) if (at(name) !== undefined) yield name;
    },
    isNeeded: () => existing !== undefined,
    matters,
    exists: (name) => existing?.at(name) !== undefined,
    noted: () => existing?.noted() ?? [],
    takeUnknown: () => {
      const names = [...unknown];
      unknown.clear();
      return names;
    },
    isOfWildcard: (name, origin) => {
      if (existing === undefined || !isBelow(name, zone) || name === zone) return false;
      let above = parentName(name);
      while (existing.at(above) === undefined) above = parentName(above);
      const node = existing.at(above);
      const wildcard = node && wildcardOver(node);
      return wildcard !== undefined && sameObject(wildcard.requested.origin, origin);
    },
    takeTroubled: () => {
      const keys = [...troubled];
      troubled.clear();
      return keys;
    },
    problemsOf: (key) =>
      [...faulty]
        .filter(({ requested }) => objectRefKey(requested.origin) === key)
        .flatMap((wildcard) => wildcardProblems(wildcard, options)),
  };
};

const isWildcard = (name: DomainName): boolean => name.startsWith('*.');

/** The name that a name with `*` in it is below: no query for a host has such a label. */
const withoutStars = (name: DomainName): DomainName => {
  if (!name.includes('*')) return name;
  const labels = labelsOf(name);
  return `${labels.slice(labels.lastIndexOf('*') + 1).join('.')}.`;
};

const ownOf = (requested: RequestedName | undefined): ExistingName['own'] => {
  if (requested === undefined) return 'nothing';
  return requested.rrsets.some(({ type }) => type === 'NS') ? 'cut' : 'records';
};

const newWildcard = (options: RecordOptions, requested: RequestedName): Wildcard => ({
  requested,
  copies: createFirstNames(mostCopies(requested, options)),
  foreign: createFirstNames(1),
  trouble: '',
});

const sameRequest = (a: RequestedName, b: RequestedName): boolean =>
  sameObject(a.origin, b.origin) &&
  a.createdMs === b.createdMs &&
  JSON.stringify(a.rrsets) === JSON.stringify(b.rrsets);
