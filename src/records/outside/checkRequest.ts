import { mostSpecificZone } from '../../dns/canonicalName.ts';
import type { DomainName } from '../../dns/rrset.ts';
import type { Asker } from '../asker.ts';
import { hostName } from '../hostName.ts';
import type { RecordProblem } from '../serviceRecords.ts';
import { faultOfName } from './faultOfName.ts';
import type { NameRequest } from './nameRequest.ts';
import { type Fault, requestProblem } from './requestProblem.ts';

export type CheckedRequest =
  | { readonly kind: 'name'; readonly base: DomainName; readonly zone: DomainName }
  | { readonly kind: 'problem'; readonly problem: RecordProblem };

/** The name that a request asks for and the zone that has it, or why it may not have it. */
export const checkRequest = (asker: Asker, request: NameRequest): CheckedRequest => {
  const problem = (fault: Fault): CheckedRequest => ({
    kind: 'problem',
    problem: requestProblem(asker, request, fault),
  });
  const parsed = hostName(request.text);
  if (parsed.kind === 'invalid') return problem({ kind: parsed.problem, found: parsed.found });
  const { options } = asker;
  const { name } = parsed;
  const zone = mostSpecificZone(name, [options.zone, ...options.otherZones]);
  if (zone === undefined) {
    const found = `it is outside zone ${options.zone}, needed a name below it`;
    return problem({ kind: 'outside-zone', name, found });
  }
  const fault = faultOfName(name, asker);
  return fault === undefined ? { kind: 'name', base: name, zone } : problem(fault);
};
