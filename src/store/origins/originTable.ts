import type { ObjectRef, OriginKey } from '../../model/objectRef.ts';
import type { SourceSnapshot } from '../../model/originSnapshot.ts';
import type { ServiceKey } from '../../model/service.ts';
import type { ObjectKey } from '../objectKey.ts';
import type { ObjectTable } from '../objectTable.ts';
import type { ResourceName, ResourceObjects } from '../resources.ts';

/** The objects of one kind that names come from, each with what else decides its records. */
export type OriginTable = {
  /** As the API writes it: `Ingress`. */
  readonly kind: string;
  readonly refs: () => Iterable<ObjectRef>;
  /**
   * Undefined when the object does not exist. Parts that did not change are the same references as before.
   */
  readonly snapshot: (ref: ObjectRef) => SourceSnapshot | undefined;
  /** A table has changed: marks the objects of this kind that it bears on. */
  readonly changed: (change: TableChange) => void;
};

/** One object of one table came, changed or went. */
export type TableChange = {
  readonly [R in ResourceName]: {
    readonly resource: R;
    readonly before: ResourceObjects[R] | undefined;
    readonly after: ResourceObjects[R] | undefined;
    readonly key: ObjectKey;
  };
}[ResourceName];

export type OriginTableDeps = {
  readonly tables: { readonly [R in ResourceName]: ObjectTable<ResourceObjects[R]> };
  /** Empty unless namespaces are selected by label. */
  readonly namespaceLabels: (namespace: string) => Readonly<Record<string, string>>;
  /** Services that rules for classes of Ingresses name. */
  readonly ingressServices: readonly ServiceKey[];
  /** Look at this object again. */
  readonly mark: (key: OriginKey) => void;
};

/** A new source is one file with such a function, and its row in {@link originTables}. */
export type OpenOriginTable = (deps: OriginTableDeps) => OriginTable;
