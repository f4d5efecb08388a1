import type { Rrset } from '../dns/rrset.ts';
import type { UnitKey } from '../zone/unit.ts';
import type { Link } from './explanation.ts';

/** What a name comes from, as far as it does: object, rule and RRset, up to the first broken link. */
export type Origin = {
  readonly links: readonly Link[];
  /** Where it is written; undefined where nothing of ours can stand there. */
  readonly unit: UnitKey | undefined;
  /** What should stand at the name, of all types. */
  readonly rrsets: readonly Rrset[];
};

export const nowhere = (...links: readonly Link[]): Origin => ({ links, unit: undefined, rrsets: [] });
