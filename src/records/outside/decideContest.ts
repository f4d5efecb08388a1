import { compareObjects } from '../../model/objectRef.ts';
import type { RequestedName } from '../serviceRecords.ts';

/** Who keeps a name, and who has to do without. */
export type ContestDecision<Candidate> = {
  readonly winner: Candidate;
  readonly losers: readonly Candidate[];
};

type Contender = Pick<RequestedName, 'createdMs' | 'origin'>;

/**
 * Decides between objects that request one name (the same {@link RequestedName.base}): the older one keeps it, of equally old ones the one whose
 * kind, namespace and name come first. An object of unknown age (0) counts as the youngest. The order of the candidates does not matter. Undefined for none.
 */
export const decideContest = <Candidate extends Contender>(
  candidates: readonly Candidate[],
): ContestDecision<Candidate> | undefined => {
  const [winner, ...losers] = candidates.toSorted(compareContenders);
  return winner === undefined ? undefined : { winner, losers };
};

const compareContenders = (a: Contender, b: Contender): number =>
  age(a) - age(b) || compareObjects(a.origin, b.origin);

const age = ({ createdMs }: Contender): number => (createdMs === 0 ? Number.MAX_SAFE_INTEGER : createdMs);
