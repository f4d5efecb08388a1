import { objectRefKey } from '../model/objectRef.ts';
import { contentFault } from './contentFault.ts';
import type { Link } from './explanation.ts';
import { networkFault } from './networkFault.ts';
import { faultLink } from './rrsetLink.ts';
import type { ServiceName } from './serviceName.ts';

/** Why the Service has nothing at its own name: what was said of it before, or what it lacks. */
export const ownFault = ({ zone, context }: Pick<ServiceName, 'zone' | 'context'>): Link => {
  const { name, object, policy } = context;
  const problem = zone.problems.get(objectRefKey(object))?.find((one) => one.name === name);
  return problem === undefined
    ? faultLink(name, networkFault(context.snapshot, context.options) ?? contentFault(context, policy))
    : faultLink(name, { reason: 'unpublishable', detail: problem.message });
};
