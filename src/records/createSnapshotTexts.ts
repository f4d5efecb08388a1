import { hash } from 'node:crypto';
import type { EndpointSlice } from '../model/endpointSlice.ts';
import type { Node } from '../model/node.ts';
import type { ServiceSnapshot } from '../model/serviceSnapshot.ts';
import type { RecordOptions } from './recordOptions.ts';

/** All that decides the records of one Service in one zone, in one line: equal texts mean equal records. */
export type SnapshotTexts = {
  readonly textOf: (snapshot: ServiceSnapshot) => string;
  /**
   * The snapshot that a text is of. Undefined for one that nodes decide as well, and for one of other
   * options. Throws for what is no such text.
   */
  readonly snapshotOf: (text: string) => ServiceSnapshot | undefined;
};

/** Of the snapshot whatever it has, so that no field can be forgotten. */
type Written = readonly [options: string, nodes: string, Omit<ServiceSnapshot, 'nodes'>];

export const createSnapshotTexts = (options: RecordOptions): SnapshotTexts => {
  const ofOptions = hashOf(options);
  // The same list for all Services, and as long as the cluster is large.
  const ofNodes = new WeakMap<readonly Node[], string>();
  const hashNodes = (nodes: readonly Node[]): string => {
    const known = ofNodes.get(nodes) ?? hashOf(nodes);
    ofNodes.set(nodes, known);
    return known;
  };
  return {
    textOf: ({ nodes, slices, ...rest }) => {
      const written: Written = [ofOptions, hashNodes(nodes), { ...rest, slices: slices.map(withoutTime) }];
      return JSON.stringify(written);
    },
    snapshotOf: (text) => {
      const [hashOfOptions, hashOfNodes, rest] = JSON.parse(text) as Written;
      return hashOfOptions === ofOptions && hashOfNodes === hashOf([]) ? { ...rest, nodes: [] } : undefined;
    },
  };
};

/** The first 128 bits of a SHA-256. */
const hashOf = (value: unknown): string => hash('sha256', JSON.stringify(value), 'hex').slice(0, 32);

/** When a slice changed decides no record, and another process knows another moment. */
const withoutTime = (slice: EndpointSlice): EndpointSlice => {
  if (slice.changedMs === undefined) return slice;
  const { changedMs: _, ...rest } = slice;
  return rest;
};
