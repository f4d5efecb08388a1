import type { DomainName } from '../../dns/rrset.ts';
import { objectRefText } from '../../model/objectRef.ts';
import { noEndpoints, type SingleEndpoint, singleEndpointsUnder } from '../answers/singleEndpoints.ts';
import type { Asker } from '../asker.ts';
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
  { annotation, endpoints, ...asked }: HostnameAnnotation,
): MadeRequests => {
  const request = { ...asked, endpoints: endpoints ?? endpointsUnder(context, asked.content) };
  const askedBy = `annotation ${annotation}`;
  const requests: NameRequest[] = [];
  const problems: RecordProblem[] = [];
  const texts = distinctParts(context.service.annotations[annotation] ?? '');
  // No more than may be published are looked at, so that a long list costs little and makes few problems.
  for (const text of texts.slice(0, context.options.maxNames)) {
    const parsed = hostName(text);
    // What is no hostname becomes a problem together with every other such name.
    if (parsed.kind === 'invalid' || isAllowed(context, parsed.name, undefined))
      requests.push({ ...request, text, askedBy });
    else problems.push(notAllowed(context, parsed.name, askedBy));
  }
  return { requests, problems, surplus: Math.max(0, texts.length - context.options.maxNames) };
};

const endpointsUnder = (
  context: ServiceContext,
  content: NameRequest['content'],
): readonly SingleEndpoint[] =>
  content.kind === 'policy' ? singleEndpointsUnder(context, content.policy) : noEndpoints;

const distinctParts = (list: string): readonly string[] => {
  const parts = new Set(list.split(',').map((part) => part.trim()));
  parts.delete('');
  return [...parts];
};

type HostnameAnnotation = Omit<NameRequest, 'text' | 'askedBy' | 'endpoints'> & {
  readonly annotation: string;
  /** Absent: those that the policy means, if it means any. */
  readonly endpoints?: readonly SingleEndpoint[];
};

const notAllowed = ({ object, options, scoped }: Asker, name: DomainName, askedBy: string): RecordProblem => {
  const found = options.allow.length === 0 ? 'there is no allow rule' : 'no allow rule matches';
  const needed = `one for namespace ${scoped.namespace} with a pattern such as "${name}"`;
  const message = `Cannot publish "${name}" for ${askedBy} of ${objectRefText(object)}: ${found}, needed ${needed}`;
  return { kind: 'not-allowed', object, name, message };
};
