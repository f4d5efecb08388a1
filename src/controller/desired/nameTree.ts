import { parentName } from '../../dns/canonicalName.ts';
import type { DomainName } from '../../dns/rrset.ts';

/**
 * A name that exists in a zone (RFC 4592 §2.2.2): it has records, or something below it has. Names with an
 * asterisk label are no nodes: what a `*` holds is said at the name above it.
 */
export type NameNode<Of> = {
  readonly name: DomainName;
  readonly above: NameNode<Of> | undefined;
  /** Undefined: none. Most names have none, and an empty set costs more than all else of them. */
  below: Set<NameNode<Of>> | undefined;
  readonly of: Of;
};

/** The names that exist at and below a zone's own, each with what a user of the tree keeps there. */
export type NameTree<Of> = {
  readonly at: (name: DomainName) => NameNode<Of> | undefined;
  /**
   * The node of a name at or below the root, made where it is not there.
   *
   * @param onMade called for each that had to be made, from above to below
   */
  readonly reach: (name: DomainName, onMade: (node: NameNode<Of>) => void) => NameNode<Of>;
  /**
   * Takes a node away that nothing is below and that `isEmpty` allows, and what then is so above it.
   *
   * @param onGone called for each before it goes
   * @returns whether the node has gone
   */
  readonly prune: (node: NameNode<Of>, onGone: (node: NameNode<Of>) => void) => boolean;
};

/** @param isEmpty whether a node is of no use by itself */
export const createNameTree = <Of>(
  zone: DomainName,
  make: () => Of,
  isEmpty: (of: Of) => boolean,
): NameTree<Of> => {
  const root: NameNode<Of> = { name: zone, above: undefined, below: undefined, of: make() };
  const nodes = new Map<DomainName, NameNode<Of>>([[zone, root]]);
  const reach: NameTree<Of>['reach'] = (name, onMade) => {
    const known = nodes.get(name);
    if (known !== undefined) return known;
    const above = reach(parentName(name), onMade);
    const node: NameNode<Of> = { name, above, below: undefined, of: make() };
    (above.below ??= new Set()).add(node);
    nodes.set(name, node);
    onMade(node);
    return node;
  };
  return {
    at: (name) => nodes.get(name),
    reach,
    prune: (node, onGone) => {
      let one = node;
      for (; one.above !== undefined && one.below === undefined && isEmpty(one.of); one = one.above) {
        onGone(one);
        one.above.below?.delete(one);
        if (one.above.below?.size === 0) one.above.below = undefined;
        nodes.delete(one.name);
      }
      return one !== node;
    },
  };
};
