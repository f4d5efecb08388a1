import { mostSpecificZone } from '../../dns/canonicalName.ts';
import { compareNames } from '../../dns/compareNames.ts';
import type { DomainName, Rrset } from '../../dns/rrset.ts';
import { objectRefText } from '../../model/objectRef.ts';
import { type Answer, rrsetsAt } from '../answers/answer.ts';
import { answerOf } from '../answers/answerOf.ts';
import { hostName, maxNameCharacters } from '../hostName.ts';
import { reservedFor } from '../inside/territoryOf.ts';
import type { ServiceContext } from '../serviceContext.ts';
import type { ProblemKind, WantedName } from '../serviceRecords.ts';
import type { NameRequest } from './nameRequest.ts';

/** Every name outside carries a marker, `<name>._k8s-bind.<zone>`, which must fit into 255 octets as well. */
const markerCharacters = '_k8s-bind.'.length;

/** The names that were asked for, checked, with the records that stand at each. Of two requests for one name the earlier is kept. */
export const wantedNames = (
  context: ServiceContext,
  requests: readonly NameRequest[],
): readonly WantedName[] => {
  const kept = new Map<DomainName, NameRequest>();
  const wanted: WantedName[] = [];
  for (const request of requests) {
    const base = checkedName(context, request);
    if (base === undefined) continue;
    const earlier = kept.get(base);
    if (earlier === undefined) {
      kept.set(base, request);
      wanted.push(...namesAt(context, base, request));
    } else if (!sameContent(earlier, request)) {
      const found = `${earlier.askedBy} asks for the same name with other records and comes first, needed another name`;
      tell(context, request, { kind: 'names-clash', name: base, found });
    }
  }
  return wanted.sort((a, b) => compareNames(a.name, b.name));
};

/** The name itself and the SRV names below it; nothing while the Service has nothing to publish under the request's policy. */
const namesAt = (context: ServiceContext, base: DomainName, request: NameRequest): readonly WantedName[] => {
  const { options, service, object } = context;
  const answer = contentOf(context, request);
  if (answer === undefined) return [];
  if (answer.alias === base) {
    tell(context, request, {
      kind: 'alias-of-itself',
      name: base,
      found: 'it would be an alias of itself, needed another host name',
    });
    return [];
  }
  const rrsets = rrsetsAt(base, answer, {
    ttlSeconds: request.ttlSeconds ?? answer.ttlSeconds,
    srvAtService: options.srvAtService,
    maxCharacters: maxNameCharacters - markerCharacters,
    tooLong: (name) => tell(context, request, { kind: 'name-too-long', name, found: tooLong(name) }),
  });
  const zone = mostSpecificZone(base, [options.zone, ...options.otherZones]) ?? options.zone;
  const { rule } = request;
  const wanted = { base, zone, origin: object, createdMs: service.createdMs, rule };
  return byOwner(rrsets).map((rrsets) => ({ name: rrsets[0]?.name ?? base, ...wanted, rrsets }));
};

const contentOf = (context: ServiceContext, { content }: NameRequest): Answer | undefined =>
  content.kind === 'answer' ? content.answer : answerOf(context, content.policy);

/** RRsets of one owner stand together already. */
const byOwner = (rrsets: readonly Rrset[]): readonly (readonly Rrset[])[] => {
  const owners = new Map<DomainName, Rrset[]>();
  for (const rrset of rrsets) owners.set(rrset.name, [...(owners.get(rrset.name) ?? []), rrset]);
  return [...owners.values()];
};

const sameContent = (a: NameRequest, b: NameRequest): boolean =>
  a.ttlSeconds === b.ttlSeconds &&
  (a.content.kind === 'policy' && b.content.kind === 'policy'
    ? a.content.policy === b.content.policy
    : a.content === b.content);

const checkedName = (context: ServiceContext, request: NameRequest): DomainName | undefined => {
  const { options } = context;
  const parsed = hostName(request.text);
  if (parsed.kind === 'invalid') {
    tell(context, request, { kind: parsed.problem, found: parsed.found });
    return undefined;
  }
  const { name } = parsed;
  const reserved = reservedFor(name, options);
  const problem: Problem | undefined =
    mostSpecificZone(name, [options.zone, ...options.otherZones]) === undefined
      ? { kind: 'outside-zone', name, found: `it is outside zone ${options.zone}, needed a name below it` }
      : reserved !== undefined
        ? { kind: 'reserved-name', name, found: `the name is kept for ${reserved}, needed another` }
        : name.length > maxNameCharacters - markerCharacters
          ? { kind: 'name-too-long', name, found: tooLong(name) }
          : undefined;
  if (problem === undefined) return name;
  tell(context, request, problem);
  return undefined;
};

const tooLong = (name: DomainName): string =>
  `it has ${name.length + 1} octets, a name with an ownership mark beside it has at most ${255 - markerCharacters}`;

type Problem = { readonly kind: ProblemKind; readonly name?: DomainName; readonly found: string };

const tell = (context: ServiceContext, request: NameRequest, { found, ...problem }: Problem): void => {
  const name = problem.name ?? request.text;
  const message = `Cannot publish "${name}" for ${request.askedBy} of ${objectRefText(context.object)}: ${found}`;
  context.problems.push({ ...problem, object: context.object, message });
};
