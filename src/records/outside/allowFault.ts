import type { DomainName, RecordType } from '../../dns/rrset.ts';
import { objectRefText } from '../../model/objectRef.ts';
import type { Asker } from '../asker.ts';
import { isAllowed, needsTypes } from './isAllowed.ts';
import type { Fault } from './requestProblem.ts';

/**
 * Why no rule of the operator gives the object this name with records of these types, and which one would;
 * undefined where one does.
 */
export const allowFault = (
  asker: Asker,
  name: DomainName,
  types: readonly RecordType[],
): Fault | undefined => {
  if (isAllowed(asker, name, types)) return undefined;
  const { object, options, scoped } = asker;
  const found = options.allow.length === 0 ? 'there is no allow rule' : 'no allow rule matches';
  const needed = `one for ${objectRefText({ ...object, namespace: '', name: '' }).trim()} in namespace ${scoped.namespace} with a pattern such as "${name}"${needsTypes(asker, name, types) ? ' and types' : ''}`;
  return { kind: 'not-allowed', name, found: `${found}, needed ${needed}` };
};
