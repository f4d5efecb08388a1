import { assertNever } from '../../assertNever.ts';
import type { DomainName } from '../../dns/rrset.ts';
import type { Answer, MadeAnswer } from '../answers/answer.ts';
import { answerOf } from '../answers/answerOf.ts';
import { noProblems } from '../joinProblems.ts';
import type { AddressPolicy } from '../recordOptions.ts';
import type { ServiceContext } from '../serviceContext.ts';
import type { RecordProblem } from '../serviceRecords.ts';
import type { NameRequest } from './nameRequest.ts';
import { requestProblem } from './requestProblem.ts';

/** A name that may be had, and who asks for it: the requests of one object, in the order of their makers. */
export type AskedName = {
  readonly base: DomainName;
  readonly zone: DomainName;
  readonly requests: readonly NameRequest[];
};

/** The request that has a name, with what stands there. */
export type ChosenRequest = {
  readonly request: NameRequest;
  readonly base: DomainName;
  readonly zone: DomainName;
  readonly answer: Answer;
};

export type ChosenRequests = {
  readonly chosen: readonly ChosenRequest[];
  readonly problems: readonly RecordProblem[];
};

/**
 * Which request of an object has each of its names: the first that has anything to publish. A request that
 * waits for an address keeps nobody from the name, and has it again as soon as the address is there.
 */
export const chooseRequests = (context: ServiceContext, asked: readonly AskedName[]): ChosenRequests => {
  const answers = rememberAnswers(context);
  const chosen: ChosenRequest[] = [];
  const problems: RecordProblem[] = [];
  for (const { base, zone, requests } of asked) {
    let first: ChosenRequest | undefined;
    for (const request of requests) {
      if (first !== undefined) {
        problems.push(...clashWith(context, request, first));
        continue;
      }
      const made = answers(request);
      problems.push(...made.problems);
      const { answer } = made;
      if (answer === undefined) continue;
      if (answer.alias === base) problems.push(aliasOfItself(context, request, base));
      else first = { request, base, zone, answer };
    }
    if (first !== undefined) chosen.push(first);
  }
  return { chosen, problems };
};

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
      default:
        return assertNever(content);
    }
  };
};

/** A later request for a name is a problem unless it asks for the same as the one that has it. */
const clashWith = (
  context: ServiceContext,
  request: NameRequest,
  { request: first, base }: ChosenRequest,
): readonly RecordProblem[] => {
  if (sameContent(first, request)) return noProblems;
  const found = `${first.askedBy} asks for the same name with other records and comes first, needed another name`;
  return [requestProblem(context, request, { kind: 'names-clash', name: base, found })];
};

const sameContent = (a: NameRequest, b: NameRequest): boolean =>
  a.ttlSeconds === b.ttlSeconds &&
  (a.content.kind === 'policy' && b.content.kind === 'policy'
    ? a.content.policy === b.content.policy
    : a.content === b.content);

const aliasOfItself = (context: ServiceContext, request: NameRequest, base: DomainName): RecordProblem => {
  const found = 'it would be an alias of itself, needed another host name';
  return requestProblem(context, request, { kind: 'alias-of-itself', name: base, found });
};
