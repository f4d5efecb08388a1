import { noProblems } from '../../joinProblems.ts';
import { clampTtl } from '../../parseTtl.ts';
import type { ServiceContext } from '../../serviceContext.ts';
import type { RecordProblem } from '../../serviceRecords.ts';
import { readTtlAnnotation } from '../../settings.ts';
import { hostnameRequests } from '../hostnameRequests.ts';
import { joinRequests, type MadeRequests, noRequests } from '../nameRequest.ts';
import { externalDnsAnnotation } from './externalDnsAnnotation.ts';
import { externalDnsContents } from './externalDnsContents.ts';
import { isForAnotherController } from './isForAnotherController.ts';
import type { MadeContent } from './madeContent.ts';

/**
 * Names by external-dns's annotations: `hostname` and `internal-hostname` with the addresses that it would
 * take, `ttl` for these names only. Off unless the option is on, so that two programs never fill one zone by
 * accident.
 */
export const externalDnsNames = (context: ServiceContext): MadeRequests => {
  const { service, options } = context;
  if (!options.externalDnsAnnotations || isForAnotherController(service.annotations, options))
    return noRequests;
  const outside = externalDnsAnnotation(service, 'hostname');
  const inside = externalDnsAnnotation(service, 'internal-hostname');
  if (outside === undefined && inside === undefined) return noRequests;
  const { ttlSeconds, problems } = externalDnsTtl(context);
  const contents = externalDnsContents(context);
  const requestsOf = (key: string, { content, endpoints, problems }: MadeContent): MadeRequests =>
    joinRequests([
      { ...noRequests, problems },
      hostnameRequests(context, { annotation: key, rule: 'external-dns', content, endpoints, ttlSeconds }),
    ]);
  return joinRequests([
    { ...noRequests, problems },
    outside === undefined ? noRequests : requestsOf(outside.key, contents.outside()),
    inside === undefined ? noRequests : requestsOf(inside.key, contents.inside()),
  ]);
};

type Ttl = { readonly ttlSeconds: number | undefined; readonly problems: readonly RecordProblem[] };

const externalDnsTtl = ({ settings, service, options, object }: ServiceContext): Ttl => {
  const found = settings.ttlSeconds === undefined ? externalDnsAnnotation(service, 'ttl') : undefined;
  if (found === undefined) return { ttlSeconds: undefined, problems: noProblems };
  const ttlSeconds = readTtlAnnotation(object, found.key, found.text);
  return typeof ttlSeconds === 'number'
    ? { ttlSeconds: clampTtl(ttlSeconds, options), problems: noProblems }
    : { ttlSeconds: undefined, problems: [ttlSeconds] };
};
