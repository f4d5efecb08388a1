import { mostSpecificZone } from '../../dns/canonicalName.ts';
import type { DomainName } from '../../dns/rrset.ts';
import { allowFault } from '../outside/allowFault.ts';
import { faultOfLength, faultOfName } from '../outside/faultOfName.ts';
import { requestProblem } from '../outside/requestProblem.ts';
import type { RecordProblem } from '../serviceRecords.ts';
import { parseRequestedName } from './parseRequestedName.ts';
import type { SourceContext, SourceRequest } from './sourceRequest.ts';

export type CheckedSourceRequest =
  | { readonly kind: 'name'; readonly name: DomainName; readonly zone: DomainName }
  /** It lies in no zone of ours. */
  | { readonly kind: 'outside' }
  | { readonly kind: 'problem'; readonly problem: RecordProblem };

/**
 * The name that a request asks for and the zone that has it, or why it may not have it. Names of Nodes need
 * no rule: they are made by the cluster's administrators, and stand where nobody else has names.
 */
export const checkSourceRequest = (context: SourceContext, request: SourceRequest): CheckedSourceRequest => {
  const { options } = context;
  const parsed = parseRequestedName(request);
  if (parsed.kind === 'invalid') {
    const fault = { kind: parsed.problem, found: parsed.found };
    return { kind: 'problem', problem: requestProblem(context, request, fault) };
  }
  const { name } = parsed;
  const zone = mostSpecificZone(name, [options.zone, ...options.otherZones]);
  if (zone === undefined) return { kind: 'outside' };
  const types = request.content.map(({ type }) => type);
  const isAlias = types.includes('CNAME');
  const mayBeApex = request.names === 'any' && !isAlias;
  const fault =
    request.rule === 'node'
      ? faultOfLength(name)
      : (faultOfName(name, context, mayBeApex) ?? allowFault(context, name, types));
  return fault === undefined
    ? { kind: 'name', name, zone }
    : { kind: 'problem', problem: requestProblem(context, request, fault) };
};
