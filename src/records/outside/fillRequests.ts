import type { DomainName } from '../../dns/rrset.ts';
import { objectRefText } from '../../model/objectRef.ts';
import { noProblems } from '../joinProblems.ts';
import type { ServiceContext } from '../serviceContext.ts';
import type { RecordProblem, RequestedNames } from '../serviceRecords.ts';
import { checkRequest } from './checkRequest.ts';
import type { AskedName } from './chooseRequests.ts';
import { endpointRequests } from './endpointRequests.ts';
import { fillNames } from './fillNames.ts';
import { isTemplate, joinRequests, type MadeRequests } from './nameRequest.ts';

export type FilledRequests = RequestedNames & { readonly problems: readonly RecordProblem[] };

export const noFilledRequests: FilledRequests = { names: [], requested: [], problems: noProblems };

/**
 * The names that were asked for, checked, with the records that stand at each. Of several requests for one
 * name the first that has anything to publish is kept. Beyond the bounds of one object the operator's
 * templates go before annotations, and what is asked for first before the rest.
 *
 * @param countTerritory how many records the object has below `svc.<zone>`
 */
export const fillRequests = (
  context: ServiceContext,
  made: MadeRequests,
  countTerritory: () => number,
): FilledRequests => {
  const below = endpointRequests(context, made.requests);
  const { requests, surplus } = limitRequests(joinRequests([made, below]), context.options.maxNames);
  if (requests.length + surplus === 0) return noFilledRequests;
  const asked = new Map<DomainName, AskedName>();
  const problems: RecordProblem[] = [...below.problems];
  for (const request of requests) {
    const checked = checkRequest(context, request);
    if (checked.kind === 'problem') {
      problems.push(checked.problem);
      continue;
    }
    const { base, zone } = checked;
    const earlier = asked.get(base)?.requests ?? [];
    asked.set(base, { base, zone, requests: [...earlier, request] });
  }
  const filled = fillNames(context, [...asked.values()], countTerritory);
  problems.push(...filled.problems);
  if (surplus > 0) problems.push(tooManyNames(context, requests.length + surplus));
  const ofEndpoints = new Set(below.requests);
  const endpointsBelow = [...asked.values()]
    .filter(({ requests }) => requests.some((one) => !isTemplate(one) && !ofEndpoints.has(one)))
    .map(({ base }) => base);
  return { names: filled.names, requested: [...asked.keys()], endpointsBelow, problems };
};

/** Templates are the operator's, and few: the names that a tenant asks for leave room for them. */
const limitRequests = (
  { requests, surplus }: MadeRequests,
  maxNames: number,
): Pick<MadeRequests, 'requests' | 'surplus'> => {
  if (requests.length <= maxNames) return { requests, surplus };
  const templates = requests.filter(isTemplate).slice(0, maxNames);
  const others = requests.filter((request) => !isTemplate(request)).slice(0, maxNames - templates.length);
  return { requests: [...others, ...templates], surplus: surplus + requests.length - maxNames };
};

const tooManyNames = ({ object, options }: ServiceContext, found: number): RecordProblem => {
  const needed = `needed at most ${options.maxNames} of one object (--max-names)`;
  const message = `Cannot publish all names of ${objectRefText(object)}: found ${found} that are asked for, ${needed}`;
  return { kind: 'too-many-names', object, message };
};
