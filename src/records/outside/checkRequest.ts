import { mostSpecificZone } from '../../dns/canonicalName.ts';
import type { DomainName } from '../../dns/rrset.ts';
import { hostName } from '../hostName.ts';
import { reservedFor } from '../inside/territoryOf.ts';
import type { ServiceContext } from '../serviceContext.ts';
import type { RecordProblem } from '../serviceRecords.ts';
import { isAllowedByName } from './isAllowed.ts';
import { isTrustedBlindly } from './isTrustedBlindly.ts';
import type { NameRequest } from './nameRequest.ts';
import { type Fault, maxRequestedCharacters, requestProblem, tooLongFault } from './requestProblem.ts';

export type CheckedRequest =
  | { readonly kind: 'name'; readonly base: DomainName; readonly zone: DomainName }
  | { readonly kind: 'problem'; readonly problem: RecordProblem };

/** The name that a request asks for and the zone that has it, or why it may not have it. */
export const checkRequest = (context: ServiceContext, request: NameRequest): CheckedRequest => {
  const problem = (fault: Fault): CheckedRequest => ({
    kind: 'problem',
    problem: requestProblem(context, request, fault),
  });
  const parsed = hostName(request.text);
  if (parsed.kind === 'invalid') return problem({ kind: parsed.problem, found: parsed.found });
  const { options } = context;
  const { name } = parsed;
  const zone = mostSpecificZone(name, [options.zone, ...options.otherZones]);
  if (zone === undefined) {
    const found = `it is outside zone ${options.zone}, needed a name below it`;
    return problem({ kind: 'outside-zone', name, found });
  }
  const fault = faultOfName(name, context);
  return fault === undefined ? { kind: 'name', base: name, zone } : problem(fault);
};

const faultOfName = (name: DomainName, context: ServiceContext): Fault | undefined => {
  const reserved = reservedFor(name, context.options);
  if (reserved !== undefined)
    return { kind: 'reserved-name', name, found: `the name is kept for ${reserved}, needed another` };
  if (isTrustedBlindly(name) && !isAllowedByName(context, name)) {
    const found = `programs look "${name.slice(0, name.indexOf('.'))}" up by themselves and trust it, needed an allow rule with this very name`;
    return { kind: 'denied-name', name, found };
  }
  return name.length > maxRequestedCharacters
    ? { kind: 'name-too-long', name, found: tooLongFault(name) }
    : undefined;
};
