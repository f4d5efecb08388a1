import { hash } from 'node:crypto';
import type { EndpointSlice } from '../model/endpointSlice.ts';
import type { Node } from '../model/node.ts';
import type { ServiceSnapshot } from '../model/serviceSnapshot.ts';
import type { RecordOptions } from './recordOptions.ts';

/**
 * Stands for all that decides the records of one Service in one zone: the first 128 bits of a SHA-256, in
 * hexadecimal. Nobody can make two Services that have the same.
 */
export type Fingerprint = string;

/** Made of the snapshot's own text, whatever it has, so that no field can be forgotten. */
export const createFingerprints = (options: RecordOptions): ((snapshot: ServiceSnapshot) => Fingerprint) => {
  const ofOptions = hashOf(options);
  // The same list for all Services, and as long as the cluster is large.
  const ofNodes = new WeakMap<readonly Node[], Fingerprint>();
  const hashNodes = (nodes: readonly Node[]): Fingerprint => {
    const known = ofNodes.get(nodes) ?? hashOf(nodes);
    ofNodes.set(nodes, known);
    return known;
  };
  return ({ nodes, slices, ...rest }) => hashOf([ofOptions, hashNodes(nodes), slices.map(withoutTime), rest]);
};

const hashOf = (value: unknown): Fingerprint => hash('sha256', JSON.stringify(value), 'hex').slice(0, 32);

/** When a slice changed decides no record, and another process knows another moment. */
const withoutTime = (slice: EndpointSlice): EndpointSlice => {
  if (slice.changedMs === undefined) return slice;
  const { changedMs: _, ...rest } = slice;
  return rest;
};
