import type { DomainName } from '../../dns/rrset.ts';
import type { ObjectRef } from '../../model/objectRef.ts';
import type { UnitKey } from '../../zone/unit.ts';

/**
 * Why a name exists in a zone without being desired: it is `kept`, ours for as long as the brake is on, or
 * `held`, ours until its object has something to publish again; `foreign`, another writer's; or a `cut`, at
 * and below which the zone does not answer.
 */
export type Presence = 'absent' | 'kept' | 'held' | 'foreign' | 'cut';

/**
 * What a zone's wildcards need to know of the zone itself: no wildcard speaks for names that exist, whoever
 * wrote them. While the zone has no wildcard nothing is asked for.
 */
export type PresentNames = {
  readonly isNeeded: () => boolean;
  /** Whether a wildcard stands above the name, so that its presence makes a difference. */
  readonly matters: (name: DomainName) => boolean;
  /** Returns the units whose content may have changed. */
  readonly note: (name: DomainName, presence: Presence) => readonly UnitKey[];
  /** Names that were noted as anything but absent. */
  readonly noted: () => Iterable<DomainName>;
  /** Where wildcards have come since the last call: what is present below is not known yet. */
  readonly takeUnknown: () => readonly DomainName[];
  /** Whether a wildcard of this object speaks for the name now, whether anything exists there or not. */
  readonly isOfWildcard: (name: DomainName, origin: ObjectRef) => boolean;
};

/** Of a zone that has no wildcards. */
export const noPresentNames: PresentNames = {
  isNeeded: () => false,
  matters: () => false,
  note: () => [],
  noted: () => [],
  takeUnknown: () => [],
  isOfWildcard: () => false,
};
