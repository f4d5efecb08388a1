import { assertNever } from '../../assertNever.ts';
import { mostSpecificZone } from '../../dns/canonicalName.ts';
import { compareNames } from '../../dns/compareNames.ts';
import type { DomainName, Rrset } from '../../dns/rrset.ts';
import { objectRefText } from '../../model/objectRef.ts';
import { type MadeAnswer, noAnswer, rrsetsAt } from '../answers/answer.ts';
import { answerOf } from '../answers/answerOf.ts';
import { hostName, maxNameCharacters } from '../hostName.ts';
import { reservedFor } from '../inside/territoryOf.ts';
import { joinProblems, noProblems } from '../joinProblems.ts';
import type { ServiceContext } from '../serviceContext.ts';
import type { ProblemKind, RecordProblem, RequestedName, RequestedNames } from '../serviceRecords.ts';
import { isAllowedByName } from './isAllowed.ts';
import { isTrustedBlindly } from './isTrustedBlindly.ts';
import type { NameRequest } from './nameRequest.ts';

/** Every name outside carries a marker, `<name>._k8s-bind.<zone>`, which must fit into 255 octets as well. */
const markerCharacters = '_k8s-bind.'.length;

export type FilledRequests = RequestedNames & { readonly problems: readonly RecordProblem[] };

const noNames: FilledRequests = { names: [], requested: [], problems: noProblems };

/**
 * The names that were asked for, checked, with the records that stand at each. Of two requests for one name
 * the earlier is kept.
 */
export const fillRequests = (context: ServiceContext, requests: readonly NameRequest[]): FilledRequests => {
  if (requests.length === 0) return noNames;
  const kept = new Map<DomainName, NameRequest>();
  const requested = new Set<DomainName>();
  const names: RequestedName[] = [];
  const problems: RecordProblem[] = [];
  for (const request of requests) {
    const checked = checkRequest(context, request);
    if (checked.kind === 'problem') {
      problems.push(checked.problem);
      continue;
    }
    const { base, zone } = checked;
    requested.add(base);
    if (request.content.kind === 'unusable') continue;
    const earlier = kept.get(base);
    if (earlier !== undefined) {
      problems.push(...clashWith(context, request, { base, earlier }));
      continue;
    }
    kept.set(base, request);
    const made = namesAt(context, request, { base, zone });
    names.push(...made.names);
    problems.push(...made.problems);
  }
  names.sort((a, b) => compareNames(a.name, b.name));
  return { names, requested: [...requested], problems };
};

type FilledName = Pick<FilledRequests, 'names' | 'problems'>;

/**
 * The name itself and the SRV names below it; nothing while the Service has nothing to publish under the
 * request's policy.
 */
const namesAt = (
  context: ServiceContext,
  request: NameRequest,
  { base, zone }: { readonly base: DomainName; readonly zone: DomainName },
): FilledName => {
  const { options, service, object } = context;
  const { answer, problems } = contentOf(context, request);
  if (answer === undefined) return { names: [], problems };
  if (answer.alias === base) {
    const found = 'it would be an alias of itself, needed another host name';
    const itself = problemOf(context, request, { kind: 'alias-of-itself', name: base, found });
    return { names: [], problems: [...problems, itself] };
  }
  const { rrsets, tooLong } = rrsetsAt(base, answer, {
    ttlSeconds: request.ttlSeconds ?? answer.ttlSeconds,
    srvAtService: options.srvAtService,
    maxCharacters: maxNameCharacters - markerCharacters,
  });
  const { rule } = request;
  const common = { base, zone, origin: object, createdMs: service.createdMs, rule };
  const names = byOwner(rrsets).map((rrsets) => ({ name: rrsets[0]?.name ?? base, ...common, rrsets }));
  const long = tooLong.map((name) =>
    problemOf(context, request, { kind: 'name-too-long', name, found: tooLongFault(name) }),
  );
  return { names, problems: joinProblems(problems, long) };
};

const contentOf = (context: ServiceContext, { content }: NameRequest): MadeAnswer => {
  switch (content.kind) {
    case 'policy':
      return answerOf(context, content.policy);
    case 'answer':
      return { answer: content.answer, problems: noProblems };
    case 'unusable':
      return noAnswer;
    default:
      return assertNever(content);
  }
};

/** RRsets of one owner stand together already. */
const byOwner = (rrsets: readonly Rrset[]): readonly (readonly Rrset[])[] => {
  const owners = new Map<DomainName, Rrset[]>();
  for (const rrset of rrsets) owners.set(rrset.name, [...(owners.get(rrset.name) ?? []), rrset]);
  return [...owners.values()];
};

/** A second request for a name is a problem unless it asks for the same as the first. */
const clashWith = (
  context: ServiceContext,
  request: NameRequest,
  { base, earlier }: { readonly base: DomainName; readonly earlier: NameRequest },
): readonly RecordProblem[] => {
  if (sameContent(earlier, request)) return noProblems;
  const found = `${earlier.askedBy} asks for the same name with other records and comes first, needed another name`;
  return [problemOf(context, request, { kind: 'names-clash', name: base, found })];
};

const sameContent = (a: NameRequest, b: NameRequest): boolean =>
  a.ttlSeconds === b.ttlSeconds &&
  (a.content.kind === 'policy' && b.content.kind === 'policy'
    ? a.content.policy === b.content.policy
    : a.content === b.content);

type CheckedRequest =
  | { readonly kind: 'name'; readonly base: DomainName; readonly zone: DomainName }
  | { readonly kind: 'problem'; readonly problem: RecordProblem };

const checkRequest = (context: ServiceContext, request: NameRequest): CheckedRequest => {
  const problem = (fault: Fault): CheckedRequest => ({
    kind: 'problem',
    problem: problemOf(context, request, fault),
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
  return name.length > maxNameCharacters - markerCharacters
    ? { kind: 'name-too-long', name, found: tooLongFault(name) }
    : undefined;
};

const tooLongFault = (name: DomainName): string =>
  `it has ${name.length + 1} octets, a name with an ownership mark beside it has at most ${255 - markerCharacters}`;

type Fault = { readonly kind: ProblemKind; readonly name?: DomainName; readonly found: string };

const problemOf = (
  { object }: ServiceContext,
  { text, askedBy }: NameRequest,
  { found, ...fault }: Fault,
): RecordProblem => {
  const message = `Cannot publish "${fault.name ?? text}" for ${askedBy} of ${objectRefText(object)}: ${found}`;
  return { ...fault, object, message };
};
