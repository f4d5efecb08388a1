import type { DomainName } from '../../dns/rrset.ts';
import { objectRefText } from '../../model/objectRef.ts';
import { noEndpoints } from '../answers/singleEndpoints.ts';
import { hostName } from '../hostName.ts';
import type { ServiceContext } from '../serviceContext.ts';
import type { RecordProblem } from '../serviceRecords.ts';
import { isAllowed } from './isAllowed.ts';
import { isTemplate, type MadeRequests, type NameRequest, noRequests } from './nameRequest.ts';

/**
 * `<hostname>.<requested name>` for single endpoints, as requests of their own, for these names are contested
 * like any other. The label is whatever a slice says, so a rule has to allow the name as it allows that above
 * it. What the rules do not allow is reported where an annotation of external-dns asks for it: external-dns
 * would have these names.
 */
export const endpointRequests = (context: ServiceContext, requests: readonly NameRequest[]): MadeRequests => {
  const mostNames = context.options.maxNames;
  const made: NameRequest[] = [];
  const problems: RecordProblem[] = [];
  let looked = 0;
  let found = 0;
  for (const request of requests) {
    const { endpoints } = request;
    const above = endpoints.length === 0 ? undefined : hostName(request.text);
    if (above?.kind !== 'name') continue;
    found += endpoints.length;
    const shown = endpoints.slice(0, Math.max(0, mostNames - looked));
    looked += shown.length;
    const asked = shown.map(({ label, answer }): NameRequest => {
      const text = `${label}.${above.name}`;
      return { ...request, text, content: { kind: 'answer', answer }, endpoints: noEndpoints };
    });
    const allowed = asked.filter((one) => isTemplate(one) || isAllowed(context, one.text, undefined));
    made.push(...allowed);
    if (allowed.length < asked.length && request.rule === 'external-dns')
      problems.push(notAllowed(context, request, above.name));
  }
  return found === 0 ? noRequests : { requests: made, problems, surplus: found - looked };
};

const notAllowed = (
  { object, service }: ServiceContext,
  { askedBy }: NameRequest,
  above: DomainName,
): RecordProblem => {
  const needed = `one for namespace ${service.namespace} with a pattern such as "*.${above}"`;
  const message = `Cannot publish the names of all endpoints below "${above}" for ${askedBy} of ${objectRefText(object)}: not every one is matched by an allow rule, needed ${needed}`;
  return { kind: 'not-allowed', object, name: above, message };
};
