import type { DomainName } from '../../dns/rrset.ts';
import type { RequestedName } from '../../records/serviceRecords.ts';
import type { FirstNames } from './firstNames.ts';
import type { NameNode } from './nameTree.ts';
import type { Presence } from './presence.ts';

/** A wildcard that is desired, with the names that hold copies of its records. */
export type Wildcard = {
  requested: RequestedName;
  readonly copies: FirstNames;
  /** Names of other writers that it does not answer for; the first is shown. */
  readonly foreign: FirstNames;
  /** What was wrong with it when this was asked for last. */
  trouble: string;
};

/** What is known of one name that exists, see {@link NameNode}. */
export type ExistingName = {
  /** Records that are desired here, copies not among them. */
  own: 'nothing' | 'records' | 'cut';
  presence: Presence;
  /** Names with a `*` that stand in the zone right below this one: it exists by them, too. */
  stars: ReadonlyMap<DomainName, Presence>;
  /** Desired at `*.<name>`. */
  wildcard: Wildcard | undefined;
  /** Whose copies are at `*.<name>`, and at the name itself. */
  copiedBelow: Wildcard | undefined;
  copiedHere: Wildcard | undefined;
  /** Which wildcard does not answer because another writer has the name, and because of theirs below it. */
  shadowedHere: Wildcard | undefined;
  shadowedBelow: Wildcard | undefined;
};

export type ExistingNode = NameNode<ExistingName>;

const noStars: ExistingName['stars'] = new Map();

export const newName = (): ExistingName => ({
  own: 'nothing',
  presence: 'absent',
  stars: noStars,
  wildcard: undefined,
  copiedBelow: undefined,
  copiedHere: undefined,
  shadowedHere: undefined,
  shadowedBelow: undefined,
});

export const hasRecords = ({ own, presence }: ExistingName): boolean =>
  own !== 'nothing' || presence !== 'absent';

export const isCut = ({ own, presence }: ExistingName): boolean => own === 'cut' || presence === 'cut';

/** Of a name that exists only by what is below it. */
export const isEmptyName = (name: ExistingName): boolean =>
  !hasRecords(name) && name.stars.size === 0 && name.wildcard === undefined;

/**
 * The wildcard that was requested for what is below a name: the nearest above. Nothing is requested at or
 * below a delegation, nor what another writer's wildcard answers for. A name with an underscore is that of a
 * port or of a proof and of no host: no wildcard above it means what is below.
 */
export const wildcardOver = (node: ExistingNode): Wildcard | undefined => {
  let found: Wildcard | undefined;
  let isOver = false;
  for (let one: ExistingNode | undefined = node; one !== undefined; one = one.above) {
    const { name, of } = one;
    if (isCut(of)) return undefined;
    if (isOver) continue;
    if (!of.stars.has(`*.${name}`)) found = of.wildcard;
    isOver = found !== undefined || of.stars.has(`*.${name}`) || name.startsWith('_');
  }
  return found;
};

/** The wildcard that was requested for a name itself: one above it, not the one that begins with it. */
export const wildcardFor = ({ name, above }: ExistingNode): Wildcard | undefined =>
  above === undefined || name.startsWith('_') ? undefined : wildcardOver(above);
