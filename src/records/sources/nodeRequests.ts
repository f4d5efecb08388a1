import type { NodeSnapshot } from '../../model/originSnapshot.ts';
import { nodeAddresses } from '../answers/nodeAddresses.ts';
import { noProblems } from '../joinProblems.ts';
import { nodeTree } from '../nodeTree.ts';
import { addressContent } from './addressContent.ts';
import type { SourceMaker } from './sourceRequest.ts';

/**
 * `<node>.node.<zone>` with the Node's addresses, ready or not: a machine's name is no health check. A Node's
 * name may have dots, and then has as many labels here.
 */
export const nodeRequests: SourceMaker<NodeSnapshot> = ({ object }, context) => {
  const { options } = context;
  const content = addressContent(context, nodeAddresses(context, object, options.nodeAddressTypes));
  const text = `${object.ref.name}.${nodeTree(options.zone)}`;
  const isWaiting = !object.addresses.some(({ type }) => options.nodeAddressTypes.includes(type));
  const waitsFor = isWaiting ? 'an address in status.addresses' : undefined;
  return {
    requests: [{ text, names: 'host', rule: 'node', askedBy: 'the name', content }],
    problems: noProblems,
    holdable: { as: 'node', waitsFor, territory: false },
  };
};
