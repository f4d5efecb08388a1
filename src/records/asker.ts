import type { ObjectRef } from '../model/objectRef.ts';
import type { AddressFilter } from './createAddressFilter.ts';
import type { RecordOptions } from './recordOptions.ts';
import type { Scoped } from './scope.ts';

/** An object that asks for names, and the options of the zone that it asks. */
export type Asker = {
  readonly object: ObjectRef;
  /** Creation of the object in milliseconds since 1970; 0 when unknown. */
  readonly createdMs: number;
  readonly scoped: Scoped;
  readonly options: RecordOptions;
  /** Which of its addresses the zone holds. */
  readonly filter: AddressFilter;
};
