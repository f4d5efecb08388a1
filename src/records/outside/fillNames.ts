import { assertNever } from '../../assertNever.ts';
import { compareNames } from '../../dns/compareNames.ts';
import type { DomainName, Rrset } from '../../dns/rrset.ts';
import { answerSize, type MadeAnswer, noAnswer, rrsetsAt } from '../answers/answer.ts';
import { answerOf } from '../answers/answerOf.ts';
import { joinProblems, noProblems } from '../joinProblems.ts';
import type { AddressPolicy } from '../recordOptions.ts';
import type { ServiceContext } from '../serviceContext.ts';
import type { RecordProblem, RequestedName } from '../serviceRecords.ts';
import { isTemplate, type NameRequest } from './nameRequest.ts';
import { maxRequestedCharacters, requestProblem, tooLongFault } from './requestProblem.ts';
import { createRoom, type Room } from './room.ts';

/** A request that may have its name. */
export type AcceptedRequest = {
  readonly request: NameRequest;
  readonly base: DomainName;
  readonly zone: DomainName;
};

export type FilledNames = {
  readonly names: readonly RequestedName[];
  readonly problems: readonly RecordProblem[];
};

/**
 * The records of every name, as many as the object has room for: the operator's templates go first.
 *
 * @param countTerritory how many records the object has below `svc.<zone>`
 */
export const fillNames = (
  context: ServiceContext,
  accepted: readonly AcceptedRequest[],
  countTerritory: () => number,
): FilledNames => {
  const answers = rememberAnswers(context);
  const room = createRoom(context, countTerritory);
  const names: RequestedName[] = [];
  const problems: RecordProblem[] = [];
  for (const { request, ...place } of templatesFirst(accepted)) {
    const made = namesAt(context, request, { ...place, answers, room });
    names.push(...made.names);
    problems.push(...made.problems);
  }
  names.sort((a, b) => compareNames(a.name, b.name));
  return { names, problems: [...problems, ...room.problems()] };
};

const templatesFirst = (accepted: readonly AcceptedRequest[]): readonly AcceptedRequest[] =>
  accepted.length < 2
    ? accepted
    : accepted.toSorted((a, b) => Number(isTemplate(b.request)) - Number(isTemplate(a.request)));

/**
 * Names that ask for the same addresses share one answer, since its lists may be long; what is wrong with it
 * is said once.
 */
type Answers = (request: NameRequest) => MadeAnswer;

const rememberAnswers = (context: ServiceContext): Answers => {
  const byPolicy = new Map<AddressPolicy, MadeAnswer>();
  return ({ content }) => {
    switch (content.kind) {
      case 'policy': {
        const known = byPolicy.get(content.policy);
        if (known !== undefined) return { ...known, problems: noProblems };
        const made = answerOf(context, content.policy);
        byPolicy.set(content.policy, made);
        return made;
      }
      case 'answer':
        return { answer: content.answer, problems: noProblems };
      case 'unusable':
        return noAnswer;
      default:
        return assertNever(content);
    }
  };
};

/** What a request is filled with. */
type Filling = {
  readonly base: DomainName;
  readonly zone: DomainName;
  readonly answers: Answers;
  readonly room: Room;
};

/**
 * The name itself and the SRV names below it; nothing while the Service has nothing to publish under the
 * request's policy.
 */
const namesAt = (
  context: ServiceContext,
  request: NameRequest,
  { base, zone, answers, room }: Filling,
): FilledNames => {
  const { options, service, object } = context;
  const { answer, problems } = answers(request);
  if (answer === undefined) return { names: [], problems };
  if (answer.alias === base) {
    const found = 'it would be an alias of itself, needed another host name';
    const itself = requestProblem(context, request, { kind: 'alias-of-itself', name: base, found });
    return { names: [], problems: [...problems, itself] };
  }
  if (!room.enter(answerSize(answer, options))) return { names: [], problems };
  const { rrsets, tooLong } = rrsetsAt(base, answer, {
    ttlSeconds: request.ttlSeconds ?? answer.ttlSeconds,
    srvAtService: options.srvAtService,
    maxCharacters: maxRequestedCharacters,
  });
  const { rule } = request;
  const common = { base, zone, origin: object, createdMs: service.createdMs, rule };
  const names = byOwner(room.fit(rrsets)).map((rrsets) => ({
    name: rrsets[0]?.name ?? base,
    ...common,
    rrsets,
  }));
  const long = tooLong.map((name) =>
    requestProblem(context, request, { kind: 'name-too-long', name, found: tooLongFault(name) }),
  );
  return { names, problems: joinProblems(problems, long) };
};

/** RRsets of one owner stand together already. */
const byOwner = (rrsets: readonly Rrset[]): readonly (readonly Rrset[])[] => {
  const owners = new Map<DomainName, Rrset[]>();
  for (const rrset of rrsets) owners.set(rrset.name, [...(owners.get(rrset.name) ?? []), rrset]);
  return [...owners.values()];
};
