import type { Listener } from '../../../model/gateway.ts';
import { objectRefText } from '../../../model/objectRef.ts';
import type { RouteSnapshot } from '../../../model/originSnapshot.ts';
import { type ParentRef, sameParent } from '../../../model/route.ts';
import type { RecordProblem } from '../../serviceRecords.ts';
import { annotatedNames } from '../annotatedNames.ts';
import type { Holdable, RrsetContent, SourceContext, SourceMaker, SourceRequest } from '../sourceRequest.ts';
import { type Attachment, attachmentOf } from './attachmentOf.ts';
import { gatewayContent } from './gatewayContent.ts';
import { intersectHosts } from './intersectHosts.ts';

/**
 * The names of a route: for each parent the hosts that the route and a listener have in common, with the
 * Gateway's addresses once the route and the listener are accepted. What an annotation asks for has the
 * addresses of all of them.
 */
export const routeRequests: SourceMaker<RouteSnapshot> = (snapshot, context) => {
  const requests: SourceRequest[] = [];
  const problems: RecordProblem[] = [];
  const all: RrsetContent[] = [];
  const waitingHosts = new Set<string>();
  let waitsFor: string | undefined;
  for (const ref of snapshot.object.parentRefs) {
    const attachment = attachmentOf(snapshot, ref);
    if (attachment === undefined || !isOurs(context, attachment)) continue;
    waitsFor ??= attachment.waitsFor;
    const isAccepted = snapshot.object.acceptedBy.some((accepted) => sameParent(accepted, ref));
    const { listeners } = attachment;
    const waiting = isAccepted ? attachment.waiting : [...listeners, ...attachment.waiting];
    for (const text of hostsOf(context, snapshot, waiting)) waitingHosts.add(text);
    if (attachment.set?.isAccepted === false) continue;
    if (!isAccepted) {
      waitsFor ??= `condition Accepted of ${parentText(ref)}`;
      continue;
    }
    const { content, isFound, problems: found } = gatewayContent(context, snapshot, attachment);
    problems.push(...found);
    if (!isFound) waitsFor ??= `an address of ${objectRefText(attachment.gateway.ref)}`;
    for (const text of hostsOf(context, snapshot, listeners)) requests.push(hostRequest(text, content));
    all.push(...content);
  }
  requests.push(...annotatedNames(context, snapshot.object.annotations, all));
  // After all others: they must not take the place of a name that has content.
  const filled = new Set(requests.map(({ text }) => text));
  for (const text of waitingHosts) if (!filled.has(text)) requests.push(hostRequest(text, []));
  const holdable: Holdable = { as: 'route', waitsFor, territory: false };
  return { requests, problems, holdable };
};

const hostRequest = (text: string, content: readonly RrsetContent[]): SourceRequest => ({
  text,
  names: 'host',
  rule: 'gateway',
  askedBy: 'a hostname',
  content,
});

/** Without `gateways` and `gatewayClasses` every Gateway is. */
const isOurs = ({ options }: SourceContext, { gateway }: Attachment): boolean => {
  const { namespace, name } = gateway.ref;
  return (
    (options.gateways.length === 0 || options.gateways.includes(`${namespace}/${name}`)) &&
    (options.gatewayClasses.length === 0 || options.gatewayClasses.includes(gateway.className))
  );
};

/** A route without hosts has those of its listeners: a wildcard only where an option says so. */
const hostsOf = (
  { options }: SourceContext,
  { object }: RouteSnapshot,
  listeners: readonly Listener[],
): ReadonlySet<string> => {
  const wanted = object.hostnames.length === 0 ? [''] : object.hostnames;
  const hosts = listeners.flatMap(({ hostname }) =>
    wanted.flatMap((route) => {
      const host = intersectHosts(hostname, route);
      const isListeners = route === '' && host?.startsWith('*.') === true;
      return host === undefined || (isListeners && !options.gatewayWildcards) ? [] : [host];
    }),
  );
  return new Set(hosts);
};

const parentText = ({ kind, namespace, name, sectionName }: ParentRef): string =>
  `${kind} ${namespace}/${name}${sectionName === '' ? '' : ` section ${sectionName}`}`;
