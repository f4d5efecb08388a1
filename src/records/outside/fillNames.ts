import { compareNames } from '../../dns/compareNames.ts';
import type { DomainName, Rrset } from '../../dns/rrset.ts';
import { answerSize, rrsetsAt } from '../answers/answer.ts';
import { noProblems } from '../joinProblems.ts';
import type { ServiceContext } from '../serviceContext.ts';
import type { RecordProblem, RequestedName } from '../serviceRecords.ts';
import { type AskedName, type ChosenRequest, chooseRequests } from './chooseRequests.ts';
import { isTemplate } from './nameRequest.ts';
import { maxRequestedCharacters, requestProblem, tooLongFault } from './requestProblem.ts';
import { createRoom, type Room } from './room.ts';

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
  asked: readonly AskedName[],
  countTerritory: () => number,
): FilledNames => {
  const choice = chooseRequests(context, asked);
  const room = createRoom(context, countTerritory);
  const names: RequestedName[] = [];
  const problems: RecordProblem[] = [...choice.problems];
  for (const chosen of templatesFirst(choice.chosen)) {
    const made = namesAt(context, chosen, room);
    names.push(...made.names);
    problems.push(...made.problems);
  }
  names.sort((a, b) => compareNames(a.name, b.name));
  return { names, problems: [...problems, ...room.problems()] };
};

const templatesFirst = (chosen: readonly ChosenRequest[]): readonly ChosenRequest[] =>
  chosen.length < 2
    ? chosen
    : chosen.toSorted((a, b) => Number(isTemplate(b.request)) - Number(isTemplate(a.request)));

/** The name itself and the SRV names below it. */
const namesAt = (
  context: ServiceContext,
  { request, base, zone, answer }: ChosenRequest,
  room: Room,
): FilledNames => {
  const { options, service, object } = context;
  if (!room.enter(answerSize(answer, options))) return { names: [], problems: noProblems };
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
  const problems = tooLong.map((name) =>
    requestProblem(context, request, { kind: 'name-too-long', name, found: tooLongFault(name) }),
  );
  return { names, problems };
};

/** RRsets of one owner stand together already. */
const byOwner = (rrsets: readonly Rrset[]): readonly (readonly Rrset[])[] => {
  const owners = new Map<DomainName, Rrset[]>();
  for (const rrset of rrsets) owners.set(rrset.name, [...(owners.get(rrset.name) ?? []), rrset]);
  return [...owners.values()];
};
