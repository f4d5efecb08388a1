import { isServiceSnapshot, type OriginSnapshot } from '../model/originSnapshot.ts';
import { type Pointer, type PointerOptions, pointersOf } from './inside/pointersOf.ts';

/** The PTR records of one object, whatever its kind: of Services alone as yet. */
export const pointersOfOrigin = (snapshot: OriginSnapshot, options: PointerOptions): readonly Pointer[] =>
  isServiceSnapshot(snapshot) ? pointersOf(snapshot, options) : [];
