import { objectRefText } from '../../model/objectRef.ts';
import { hostName } from '../hostName.ts';
import type { ServiceContext } from '../serviceContext.ts';
import { isAllowed } from './isAllowed.ts';
import type { NameRequest } from './nameRequest.ts';

/** The hostnames of one annotation, those that the operator allows. A tenant must not be able to take `www`. */
export const hostnameRequests = (
  context: ServiceContext,
  { annotation, ...request }: HostnameAnnotation,
): readonly NameRequest[] => {
  const askedBy = `annotation ${annotation}`;
  const texts = (context.service.annotations[annotation] ?? '').split(',').map((text) => text.trim());
  return texts
    .filter((text) => text !== '' && isAllowedOrTold(context, text, askedBy))
    .map((text) => ({ ...request, text, askedBy }));
};

type HostnameAnnotation = Omit<NameRequest, 'text' | 'askedBy'> & { readonly annotation: string };

const isAllowedOrTold = (context: ServiceContext, text: string, askedBy: string): boolean => {
  const parsed = hostName(text);
  // What is no hostname is told together with every other such name.
  if (parsed.kind === 'invalid' || isAllowed(context, parsed.name)) return true;
  const rules = context.options.allow.length === 0 ? 'there is no allow rule' : 'no allow rule matches';
  context.problems.push({
    kind: 'not-allowed',
    object: context.object,
    name: parsed.name,
    message: `Cannot publish "${parsed.name}" for ${askedBy} of ${objectRefText(context.object)}: ${rules}, needed one for namespace ${context.service.namespace} with a pattern such as "${parsed.name}"`,
  });
  return false;
};
