import type { NodeSnapshot } from '../../model/originSnapshot.ts';
import { addressRrsets, splitFamilies } from '../answers/answer.ts';
import { nodeAddresses } from '../answers/nodeAddresses.ts';
import { noProblems } from '../joinProblems.ts';
import { nodeTree } from '../nodeTree.ts';
import type { SourceMaker } from './sourceRequest.ts';

/**
 * `<node>.node.<zone>` with the Node's addresses, ready or not: a machine's name is no health check. A Node's
 * name may have dots, and then has as many labels here.
 */
export const nodeRequests: SourceMaker<NodeSnapshot> = ({ object }, { options, ttlSeconds }) => {
  const addresses = splitFamilies(nodeAddresses(object, options.nodeAddressTypes));
  const content = addressRrsets('.', { ...addresses, alias: '' }, ttlSeconds).map(
    ({ name: _name, ...content }) => content,
  );
  const text = `${object.ref.name}.${nodeTree(options.zone)}`;
  const waitsFor = content.length > 0 ? undefined : 'an address in status.addresses';
  return {
    requests: [{ text, names: 'host', rule: 'node', askedBy: 'the name', content }],
    problems: noProblems,
    holdable: { as: 'node', waitsFor, territory: false },
  };
};
