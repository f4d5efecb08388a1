import { compareObjects } from '../../model/objectRef.ts';
import type { WantedName } from '../serviceRecords.ts';

/** Who keeps a name, and who has to do without. */
export type Arbitration<Candidate> = { readonly winner: Candidate; readonly losers: readonly Candidate[] };

type Claimant = Pick<WantedName, 'createdMs' | 'origin'>;

/**
 * Decides between objects that want one name (the same {@link WantedName.base}): the older one keeps it, of equally old ones the one whose
 * kind, namespace and name come first. An object of unknown age (0) counts as the youngest. The order of the candidates does not matter. Undefined for none.
 */
export const arbitrate = <Candidate extends Claimant>(
  candidates: readonly Candidate[],
): Arbitration<Candidate> | undefined => {
  const [winner, ...losers] = candidates.toSorted(compareClaimants);
  return winner === undefined ? undefined : { winner, losers };
};

const compareClaimants = (a: Claimant, b: Claimant): number =>
  age(a) - age(b) || compareObjects(a.origin, b.origin);

const age = ({ createdMs }: Claimant): number => (createdMs === 0 ? Number.MAX_SAFE_INTEGER : createdMs);
