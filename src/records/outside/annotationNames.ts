import type { ServiceContext } from '../serviceContext.ts';
import { annotationPrefix } from '../settings.ts';
import { hostnameRequests } from './hostnameRequests.ts';
import type { NameRequest } from './nameRequest.ts';

const annotation = `${annotationPrefix}hostname`;

/** Names by the annotation `k8s-bind.io/hostname`: a list separated by commas. */
export const annotationNames = (context: ServiceContext): readonly NameRequest[] =>
  hostnameRequests(context, {
    annotation,
    rule: 'annotation',
    content: { kind: 'policy', policy: context.policy },
    ttlSeconds: undefined,
  });
