import type { DomainName } from '../../dns/rrset.ts';
import { objectRefText } from '../../model/objectRef.ts';
import { hostName } from '../hostName.ts';
import type { ServiceContext } from '../serviceContext.ts';
import type { RecordProblem } from '../serviceRecords.ts';
import { isAllowed } from './isAllowed.ts';
import type { MadeRequests, NameRequest } from './nameRequest.ts';

/**
 * The hostnames of one annotation, those that the operator allows. A tenant must not be able to take `www`.
 */
export const hostnameRequests = (
  context: ServiceContext,
  { annotation, ...request }: HostnameAnnotation,
): MadeRequests => {
  const askedBy = `annotation ${annotation}`;
  const requests: NameRequest[] = [];
  const problems: RecordProblem[] = [];
  for (const part of (context.service.annotations[annotation] ?? '').split(',')) {
    const text = part.trim();
    if (text === '') continue;
    const parsed = hostName(text);
    // What is no hostname becomes a problem together with every other such name.
    if (parsed.kind === 'invalid' || isAllowed(context, parsed.name))
      requests.push({ ...request, text, askedBy });
    else problems.push(notAllowed(context, parsed.name, askedBy));
  }
  return { requests, problems };
};

type HostnameAnnotation = Omit<NameRequest, 'text' | 'askedBy'> & { readonly annotation: string };

const notAllowed = (
  { object, options, service }: ServiceContext,
  name: DomainName,
  askedBy: string,
): RecordProblem => {
  const found = options.allow.length === 0 ? 'there is no allow rule' : 'no allow rule matches';
  const needed = `one for namespace ${service.namespace} with a pattern such as "${name}"`;
  const message = `Cannot publish "${name}" for ${askedBy} of ${objectRefText(object)}: ${found}, needed ${needed}`;
  return { kind: 'not-allowed', object, name, message };
};
