import type { ServiceContext } from '../serviceContext.ts';
import { annotationPrefix } from '../settings.ts';
import { hostnameRequests } from './hostnameRequests.ts';
import { type MadeRequests, noRequests } from './nameRequest.ts';

const annotation = `${annotationPrefix}hostname`;

/** Names by the annotation `k8s-bind.io/hostname`: a list separated by commas. */
export const annotationNames = (context: ServiceContext): MadeRequests => {
  const text = context.service.annotations[annotation];
  if (text === undefined) return noRequests;
  const content = { kind: 'policy', policy: context.policy } as const;
  return hostnameRequests(context, { annotation, rule: 'annotation', content, ttlSeconds: undefined });
};
