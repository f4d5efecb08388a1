import type { EndpointSlice } from './endpointSlice.ts';
import type { Node } from './node.ts';
import type { Service } from './service.ts';

/**
 * All that decides one Service's records, at one moment. Immutable: a change makes a new snapshot, and equal
 * references mean equal records, so what was written can be computed again from the snapshot that was
 * written.
 */
export type ServiceSnapshot = {
  readonly service: Service;
  /** Sorted by name. Empty for a Service without endpoints and wherever endpoints are not watched. */
  readonly slices: readonly EndpointSlice[];
  /** Sorted by name. Empty unless they decide the records. The same array for all Services that read them. */
  readonly nodes: readonly Node[];
  /** Labels of the Service's namespace; empty unless namespaces are selected by label. */
  readonly namespaceLabels: Readonly<Record<string, string>>;
};
