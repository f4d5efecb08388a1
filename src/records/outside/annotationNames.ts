import { singleEndpointsUnder } from '../answers/singleEndpoints.ts';
import type { ServiceContext } from '../serviceContext.ts';
import { annotationPrefix } from '../settings.ts';
import { hostnameRequests } from './hostnameRequests.ts';
import { type MadeRequests, noRequests } from './nameRequest.ts';

const annotation = `${annotationPrefix}hostname`;

/** Names by the annotation `k8s-bind.io/hostname`: a list separated by commas. */
export const annotationNames = (context: ServiceContext): MadeRequests => {
  const text = context.service.annotations[annotation];
  if (text === undefined) return noRequests;
  const { policy } = context;
  return hostnameRequests(context, {
    annotation,
    rule: 'annotation',
    content: { kind: 'policy', policy },
    endpoints: singleEndpointsUnder(context, policy),
    ttlSeconds: undefined,
  });
};
