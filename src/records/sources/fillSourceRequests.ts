import { compareNames } from '../../dns/compareNames.ts';
import type { DomainName, Rrset } from '../../dns/rrset.ts';
import { objectRefText } from '../../model/objectRef.ts';
import { countText } from '../../model/visibleText.ts';
import { countRecords, limitRrsets } from '../limitRrsets.ts';
import { requestProblem } from '../outside/requestProblem.ts';
import type { RecordProblem, RequestedName, RequestedNames } from '../serviceRecords.ts';
import { tooManyRecords } from '../tooManyRecords.ts';
import { checkSourceRequest } from './checkSourceRequest.ts';
import { joinContents } from './joinContents.ts';
import type { SourceContext, SourceRequest } from './sourceRequest.ts';

export type FilledSource = RequestedNames & { readonly problems: readonly RecordProblem[] };

type Place = {
  readonly zone: DomainName;
  readonly request: SourceRequest;
  readonly rrsets: readonly Rrset[];
};

/**
 * The names that were asked for and may be, with the records that stand at each. What one object asks for at
 * one name more than once is joined. Names outside of all zones are counted, and not reported one by one.
 */
export const fillSourceRequests = (
  context: SourceContext,
  requests: readonly SourceRequest[],
): FilledSource => {
  const { maxNames } = context.options;
  const places = new Map<DomainName, Place>();
  const problems: RecordProblem[] = [];
  let outside = 0;
  for (const request of requests.slice(0, maxNames)) {
    const checked = checkSourceRequest(context, request);
    if (checked.kind === 'outside') outside += 1;
    else if (checked.kind === 'problem') problems.push(checked.problem);
    else {
      const { name, zone } = checked;
      const earlier = places.get(name);
      const joined = joinContents(name, [...(earlier?.rrsets ?? []), ...request.content]);
      if (joined.fault !== undefined) problems.push(requestProblem(context, request, joined.fault));
      places.set(name, { zone, request: earlier?.request ?? request, rrsets: joined.rrsets });
    }
  }
  if (outside > 0) problems.push(outsideOfZones(context, outside));
  if (requests.length > maxNames) problems.push(tooManyNames(context, requests.length));
  return { ...namesOf(context, places, problems), requested: [...places.keys()] };
};

/** As many as the object may have records. */
const namesOf = (
  context: SourceContext,
  places: ReadonlyMap<DomainName, Place>,
  problems: RecordProblem[],
): Omit<FilledSource, 'requested'> => {
  const { object, createdMs, options } = context;
  const found = [...places.values()].reduce((sum, { rrsets }) => sum + countRecords(rrsets), 0);
  const names: RequestedName[] = [];
  let room = options.maxRecords;
  for (const [name, { zone, request, rrsets }] of places) {
    // Of addresses the zone may hold none; nothing else takes their place.
    const held = rrsets.filter(({ rdatas }) => rdatas.length > 0);
    const limited = limitRrsets(held, room);
    room -= limited.kept;
    if (limited.rrsets.length === 0) continue;
    const { rule } = request;
    names.push({ name, base: name, zone, origin: object, createdMs, rule, rrsets: limited.rrsets });
  }
  if (found > options.maxRecords) problems.push(tooManyRecords(context, found));
  return { names: names.sort((a, b) => compareNames(a.name, b.name)), problems };
};

const outsideOfZones = ({ object, options }: SourceContext, count: number): RecordProblem => ({
  kind: 'outside-zone',
  object,
  more: count,
  message: `Cannot publish ${countText(count)} names of ${objectRefText(object)} in zone ${options.zone}: they are outside of every zone, needed names below one`,
});

const tooManyNames = ({ object, options }: SourceContext, found: number): RecordProblem => ({
  kind: 'too-many-names',
  object,
  message: `Cannot publish all names of ${objectRefText(object)}: found ${found} that are asked for, needed at most ${options.maxNames} of one object (--max-names)`,
});
