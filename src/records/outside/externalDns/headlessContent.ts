import { type Answer, hasAddress, splitFamilies } from '../../answers/answer.ts';
import { headlessAnswer } from '../../answers/headlessAnswer.ts';
import { answersEndpoints } from '../../answers/meansEndpoints.ts';
import type { PublishedEndpoint } from '../../answers/publishedEndpoints.ts';
import { singleEndpoints } from '../../answers/singleEndpoints.ts';
import type { NodeAddressType } from '../../recordOptions.ts';
import { type ServiceContext, ttlOf } from '../../serviceContext.ts';
import { invalidAnnotation } from '../../settings.ts';
import { filledAnnotation } from './externalDnsAnnotation.ts';
import { answerContent, type MadeContent, policyContent } from './madeContent.ts';
import { nodesNotWatched } from './nodesNotWatched.ts';

/** The ready endpoints of a headless Service, or by the annotation `endpoints-type` the nodes they run on. */
export const headlessContent = (context: ServiceContext): MadeContent => {
  const type = filledAnnotation(context.service, 'endpoints-type');
  if (type === undefined) return endpointsContent(context);
  switch (type.text) {
    case 'NodeExternalIP':
      return nodesContent(context, type.key, 'ExternalIP');
    // A Pod's `status.hostIP` is its node's; Pods are not watched.
    case 'HostIP':
      return nodesContent(context, type.key, 'InternalIP');
    default: {
      const invalid = invalidAnnotation(context.object, type.key, type.text, 'NodeExternalIP or HostIP');
      return { ...endpointsContent(context), problems: [invalid] };
    }
  }
};

/**
 * SRV records point at the endpoints' names below the Service's own, which are there only where that answers
 * with endpoints too.
 */
const endpointsContent = (context: ServiceContext): MadeContent => {
  if (answersEndpoints(context)) return policyContent(context, context.policy);
  const { answer } = headlessAnswer(context);
  const endpoints = singleEndpoints(context, ({ address }) => [address]);
  return { ...answerContent(answer && { ...answer, ports: [] }), endpoints };
};

/** Without SRV records: which port of a node leads to an endpoint, nobody says. */
const nodesContent = (context: ServiceContext, key: string, type: NodeAddressType): MadeContent => {
  const unwatched = nodesNotWatched(context, `annotation ${key} asks for addresses of nodes`);
  if (unwatched !== undefined) return answerContent(undefined, [unwatched]);
  const byName = new Map(
    context.snapshot.nodes.map(({ ref, addresses }) => [
      ref.name,
      addresses.flatMap((one) => (one.type === type ? [one.address] : [])),
    ]),
  );
  const addressesOf = ({ nodeName }: PublishedEndpoint): readonly string[] => byName.get(nodeName) ?? [];
  const answer = addressAnswer(context, context.endpoints().anywhere.flatMap(addressesOf));
  return { ...answerContent(answer), endpoints: singleEndpoints(context, addressesOf) };
};

const addressAnswer = (context: ServiceContext, addresses: readonly string[]): Answer | undefined => {
  const families = splitFamilies(context, addresses);
  return hasAddress(families)
    ? { ttlSeconds: ttlOf(context, 'endpoints'), ...families, alias: '', ports: [] }
    : undefined;
};
