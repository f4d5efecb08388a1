import type { DomainName } from '../../dns/rrset.ts';
import { faultOfLength } from '../../records/outside/faultOfName.ts';
import {
  type ExistingName,
  type ExistingNode,
  hasRecords,
  isCut,
  isEmptyName,
  newName,
  type Wildcard,
  wildcardFor,
  wildcardOver,
} from './existingName.ts';
import { createNameTree } from './nameTree.ts';
import type { Presence } from './presence.ts';

/**
 * The names that exist in a zone, and which wildcard has a copy at which of them. Each change costs as much
 * as the name has labels; one of a wildcard or of a delegation as much as there is below it.
 */
export type ExistingNames = {
  readonly at: (name: DomainName) => ExistingNode | undefined;
  readonly setOwn: (name: DomainName, own: ExistingName['own']) => void;
  /** @param name right below `node`, with a `*` in it; or `node`'s own */
  readonly setPresence: (node: DomainName, name: DomainName, presence: Presence) => void;
  readonly setWildcard: (name: DomainName, wildcard: Wildcard | undefined) => void;
  /** Names that were set to be present. */
  readonly noted: () => Iterable<DomainName>;
};

export type ExistingNamesEvents = {
  /** A copy at the name may have come, gone or changed hands. */
  readonly changed: (name: DomainName) => void;
  /** Other names are among those of the wildcard. */
  readonly touched: (wildcard: Wildcard) => void;
};

export const createExistingNames = (zone: DomainName, events: ExistingNamesEvents): ExistingNames => {
  const tree = createNameTree(zone, newName, isEmptyName);
  const present = new Set<DomainName>();

  const move = (node: ExistingNode, slot: Slot, after: Wildcard | undefined): void => {
    const before = node.of[slot.key];
    if (before === after) return;
    node.of[slot.key] = after;
    const name = slot.name(node);
    const moved = [...(before?.[slot.list].remove(name) ?? []), ...(after?.[slot.list].add(name) ?? [])];
    if (slot.list === 'copies') moved.forEach(events.changed);
    for (const one of [before, after]) if (one !== undefined) events.touched(one);
  };
  const refresh = (node: ExistingNode): void => {
    for (const slot of slots) move(node, slot, slot.wildcard(node));
  };
  const refreshAll = (node: ExistingNode): void => {
    refresh(node);
    for (const below of node.below ?? []) refreshAll(below);
  };
  /** Takes in what has become of a node; where that decides about all below it, about these too. */
  const change = (name: DomainName, isThere: boolean, set: (of: ExistingName) => void): void => {
    // What the name itself holds is not known before it is set.
    const made = (node: ExistingNode): void => {
      if (node.name !== name) refresh(node);
    };
    const node = isThere ? tree.reach(name, made) : tree.at(name);
    if (node === undefined) return;
    const before = reignOf(node);
    set(node.of);
    const after = reignOf(node);
    const isGone = tree.prune(node, (gone) => {
      for (const slot of slots) move(gone, slot, undefined);
      // Nothing tells whether a copy is held below: that is looked at.
      events.changed(`*.${gone.name}`);
    });
    if (isGone) return;
    if (before.every((one, at) => one === after[at])) refresh(node);
    else refreshAll(node);
  };

  return {
    at: tree.at,
    setOwn: (name, own) =>
      change(name, own !== 'nothing', (of) => {
        of.own = own;
      }),
    setPresence: (node, name, presence) => {
      if (presence === 'absent') present.delete(name);
      else present.add(name);
      change(node, presence !== 'absent', (of) => {
        if (node === name) of.presence = presence;
        else of.stars = withStar(of.stars, name, presence);
      });
    },
    setWildcard: (name, wildcard) =>
      change(name, wildcard !== undefined, (of) => {
        of.wildcard = wildcard;
      }),
    noted: () => present,
  };
};

type Slot = {
  readonly key: 'copiedHere' | 'copiedBelow' | 'shadowedHere' | 'shadowedBelow';
  /** The list of a wildcard that the name is in. */
  readonly list: 'copies' | 'foreign';
  readonly name: (node: Pick<ExistingNode, 'name'>) => DomainName;
  readonly wildcard: (node: ExistingNode) => Wildcard | undefined;
};

const itself: Slot['name'] = ({ name }) => name;
const star: Slot['name'] = ({ name }) => `*.${name}`;

/** A copy must fit into a name, its mark too. */
const fits = (name: DomainName): boolean => faultOfLength(name) === undefined;

const isForeign = (presence: Presence | undefined): boolean => presence === 'foreign' || presence === 'cut';

const slots: readonly Slot[] = [
  {
    key: 'copiedHere',
    list: 'copies',
    name: itself,
    wildcard: (node) => (hasRecords(node.of) || !fits(node.name) ? undefined : wildcardFor(node)),
  },
  {
    key: 'copiedBelow',
    list: 'copies',
    name: star,
    wildcard: (node) =>
      node.of.wildcard !== undefined || !fits(star(node)) ? undefined : wildcardOver(node),
  },
  {
    key: 'shadowedHere',
    list: 'foreign',
    name: itself,
    wildcard: (node) => (isForeign(node.of.presence) ? wildcardFor(node) : undefined),
  },
  {
    key: 'shadowedBelow',
    list: 'foreign',
    name: star,
    wildcard: (node) =>
      node.of.wildcard === undefined && isForeign(node.of.stars.get(star(node)))
        ? wildcardFor(node)
        : undefined,
  },
];

/** What of a node decides about all names below it. */
const reignOf = ({ name, of }: ExistingNode): readonly unknown[] => [
  isCut(of),
  of.wildcard,
  of.stars.has(`*.${name}`),
];

const withStar = (
  stars: ExistingName['stars'],
  name: DomainName,
  presence: Presence,
): ExistingName['stars'] => {
  const changed = new Map(stars);
  if (presence === 'absent') changed.delete(name);
  else changed.set(name, presence);
  return changed;
};
