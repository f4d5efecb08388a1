import { isServiceSnapshot, type OriginSnapshot } from '../model/originSnapshot.ts';
import { type Pointer, type PointerOptions, pointersOf } from './inside/pointersOf.ts';
import { sourcePointers } from './sourcePointers.ts';

/** The PTR records of one object, whatever its kind. */
export const pointersOfOrigin = (snapshot: OriginSnapshot, options: PointerOptions): readonly Pointer[] =>
  isServiceSnapshot(snapshot) ? pointersOf(snapshot, options) : sourcePointers(snapshot, options);
