import { assertNever } from '../assertNever.ts';
import type { DomainName, Rdata } from '../dns/rrset.ts';
import { formatTxtFields, parseTxtFields } from './txtFields.ts';

/**
 * Who owns the zone's territory: one TXT RRset at `_k8s-bind.<zone>`. Every UPDATE has the claim's exact
 * RDATA as a prerequisite (RFC 2136 §2.4.2), so a writer whose claim was replaced is refused by the name
 * server itself.
 */
export type Claim = {
  /** The cluster (or folder of manifests) whose records these are. */
  readonly owner: string;
  /** Raised by one each time a process takes over; fences out the one before. */
  readonly epoch: number;
  /** What is owned as a whole, for people: subtrees of the zone or CIDRs. */
  readonly territory: string;
  /** Host and process that wrote the claim, so that a process that was fenced out can say by whom. */
  readonly holder: string;
  /**
   * Random text of each taking, so that no two claims are equal: a container that starts anew has the name
   * and the number of the one before, and after an edit or a restore perhaps its epoch. Claims of versions
   * before 0.2 have none.
   */
  readonly taking?: string;
  /** The holder has ended, and writes no more: whoever stands by may claim at once. */
  readonly stopped: boolean;
  /** The view that its holder takes the zone for, where it has a name for that. */
  readonly view?: string;
};

export const claimTtlSeconds = 60;
export const claimLabel = '_k8s-bind';
export const claimName = (zone: DomainName): DomainName => `${claimLabel}.${zone}`;

export const formatClaim = (claim: Claim): Rdata =>
  formatTxtFields({
    owner: claim.owner,
    epoch: String(claim.epoch),
    territory: claim.territory,
    holder: claim.holder,
    ...(claim.taking === undefined ? {} : { taking: claim.taking }),
    ...(claim.view === undefined ? {} : { view: claim.view }),
    ...(claim.stopped ? { stopped: 'yes' } : {}),
  });

export const parseClaim = (rdata: Rdata): Claim | undefined => {
  const fields = parseTxtFields(rdata);
  const owner = fields?.['owner'];
  const view = fields?.['view'];
  const taking = fields?.['taking'];
  const epoch = epochOf(fields?.['epoch']);
  if (fields === undefined || owner === undefined || owner === '' || epoch === undefined) return undefined;
  return {
    owner,
    epoch,
    territory: fields['territory'] ?? '',
    holder: fields['holder'] ?? '',
    stopped: fields['stopped'] === 'yes',
    ...(taking === undefined ? {} : { taking }),
    ...(view === undefined ? {} : { view }),
  };
};

/** A whole number as it is written here, and no other way of writing one. */
const epochOf = (text: string | undefined): number | undefined => {
  const epoch = Number(text);
  return Number.isSafeInteger(epoch) && String(epoch) === text ? epoch : undefined;
};

/** What stands at the claim's name, seen by `owner`. */
export type ClaimFinding =
  | { readonly kind: 'absent' }
  /**
   * `strays` are further TXT records that another writer put beside the claim: they are no claims and may be
   * removed.
   */
  | { readonly kind: 'ours'; readonly claim: Claim; readonly rdata: Rdata; readonly strays: readonly Rdata[] }
  | { readonly kind: 'foreign'; readonly claim: Claim }
  /** Records that are not a claim, or more than one claim: a person must look. */
  | { readonly kind: 'unreadable'; readonly rdatas: readonly Rdata[] };

export const findClaim = (rdatas: readonly Rdata[], owner: string): ClaimFinding => {
  const claims = rdatas.flatMap((rdata) => {
    const claim = parseClaim(rdata);
    return claim === undefined ? [] : [{ claim, rdata }];
  });
  const [first] = claims;
  if (rdatas.length === 0) return { kind: 'absent' };
  if (first === undefined || claims.length > 1) return { kind: 'unreadable', rdatas };
  if (first.claim.owner !== owner) return { kind: 'foreign', claim: first.claim };
  return { kind: 'ours', ...first, strays: rdatas.filter((rdata) => rdata !== first.rdata) };
};

/**
 * What a process that is to write does about the claim it found.
 *
 * | found                             | not covered yet | decision                                |
 * | --------------------------------- | --------------- | --------------------------------------- |
 * | ours, of another view             | any             | refuse: our key reaches that view       |
 * | absent                            | empty           | `take`, epoch 1                         |
 * | ours                              | empty           | `take`, next epoch, replacing that one  |
 * | absent, ours                      | occupied        | `occupied`: adopt first                 |
 * | absent, ours; held by us just now | any             | `take`, next epoch (the claim was lost) |
 * | foreign, unreadable               | any             | refuse                                  |
 *
 * A claim of ours covers less than the territory when that has grown since: by a wider network, by pod names.
 * A view that nobody is configured for any more has only been renamed.
 */
export type ClaimDecision =
  | { readonly kind: 'take'; readonly epoch: number; readonly replaces: readonly Rdata[] }
  | { readonly kind: 'occupied' }
  | { readonly kind: 'foreign'; readonly claim: Claim }
  | { readonly kind: 'other-view'; readonly otherView: string }
  | { readonly kind: 'unreadable'; readonly rdatas: readonly Rdata[] };

export type ClaimSituation = {
  readonly uncoveredEmpty: boolean;
  readonly heldEpoch: number | undefined;
  /** The views that other zones of the same name are in. */
  readonly otherViews: readonly string[];
};

export const decideClaim = (finding: ClaimFinding, situation: ClaimSituation): ClaimDecision => {
  const floor = situation.heldEpoch ?? 0;
  const isOccupied = !situation.uncoveredEmpty && situation.heldEpoch === undefined;
  switch (finding.kind) {
    case 'absent':
      if (isOccupied) return { kind: 'occupied' };
      return { kind: 'take', epoch: floor + 1, replaces: [] };
    case 'ours': {
      const otherView = otherViewOf(finding.claim, situation.otherViews);
      if (otherView !== undefined) return { kind: 'other-view', otherView };
      if (isOccupied) return { kind: 'occupied' };
      return {
        kind: 'take',
        epoch: Math.max(floor, finding.claim.epoch) + 1,
        replaces: [finding.rdata, ...finding.strays],
      };
    }
    case 'foreign':
    case 'unreadable':
      return finding;
    default:
      return assertNever(finding);
  }
};

/** The other view that a claim of ours is of; undefined where it is of none of those. */
export const otherViewOf = ({ view }: Claim, otherViews: readonly string[]): string | undefined =>
  view !== undefined && otherViews.includes(view) ? view : undefined;
