import type { Node } from '../../model/node.ts';
import { hasNodePorts } from '../hasNodePorts.ts';
import type { NodeAddressType } from '../recordOptions.ts';
import { type ServiceContext, ttlOf } from '../serviceContext.ts';
import { type MadeAnswer, noAnswer, splitFamilies } from './answer.ts';
import { nodeAddresses } from './nodeAddresses.ts';
import { endpointNodes } from './publishedEndpoints.ts';
import { servicePorts } from './servicePorts.ts';

/**
 * Addresses of ready nodes, with SRV records to the node ports; nothing for a Service without node ports.
 * With `externalTrafficPolicy: Local` only nodes that have a ready endpoint, because the others drop the
 * traffic.
 */
export const nodeAnswer = (context: ServiceContext): MadeAnswer =>
  nodePortAnswer(context, { types: context.options.nodeAddressTypes });

export type NodePortAnswerOptions = {
  /** For each node and address family the first type that the node has is taken. */
  readonly types: readonly NodeAddressType[];
  /** A name that every port has besides its own. */
  readonly portName?: string;
};

/** As {@link nodeAnswer}, with addresses of the types given. */
export const nodePortAnswer = (
  context: ServiceContext,
  { types, portName }: NodePortAnswerOptions,
): MadeAnswer => {
  if (!hasNodePorts(context.service)) return noAnswer;
  const addresses = reachableNodes(context).flatMap((node) => nodeAddresses(context, node, types));
  if (addresses.length === 0) return noAnswer;
  const { ports, problems } = servicePorts(context, ({ nodePort }) => nodePort, portName);
  const ttlSeconds = ttlOf(context, 'node');
  return { answer: { ttlSeconds, ...splitFamilies(context, addresses), alias: '', ports }, problems };
};

const reachableNodes = (context: ServiceContext): readonly Node[] => {
  const ready = context.snapshot.nodes.filter((node) => node.ready);
  if (!context.service.localTraffic) return ready;
  const withEndpoint = endpointNodes(context);
  return ready.filter(({ ref }) => withEndpoint.has(ref.name));
};
