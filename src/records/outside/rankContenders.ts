import { compareObjects } from '../../model/objectRef.ts';
import type { RequestedName } from '../serviceRecords.ts';

type Contender = Pick<RequestedName, 'createdMs' | 'origin'>;

/**
 * Objects that request one name (the same {@link RequestedName.base}), in the order in which they come to it:
 * the first keeps it, the others have to do without. The older one comes first, of equally old ones the one
 * whose kind, namespace and name come first. An object of unknown age (0) counts as the youngest.
 */
export const rankContenders = <C extends Contender>(contenders: readonly C[]): readonly C[] =>
  contenders.length < 2 ? contenders : contenders.toSorted(compareContenders);

const compareContenders = (a: Contender, b: Contender): number =>
  age(a) - age(b) || compareObjects(a.origin, b.origin);

const age = ({ createdMs }: Contender): number => (createdMs === 0 ? Number.MAX_SAFE_INTEGER : createdMs);
