import { isServiceSnapshot, type OriginSnapshot } from '../model/originSnapshot.ts';
import type { RecordOptions } from './recordOptions.ts';
import { makeContext } from './serviceContext.ts';
import { sourceRecords } from './sources/sourceRecords.ts';

/** In scope, and not ignored by its annotation. */
export const isSelected = (snapshot: OriginSnapshot, options: RecordOptions): boolean =>
  isServiceSnapshot(snapshot)
    ? makeContext(snapshot, options).kind !== 'unselected'
    : sourceRecords(snapshot, options).selected;
