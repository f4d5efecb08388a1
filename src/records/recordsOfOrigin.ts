import type { Rrset } from '../dns/rrset.ts';
import { isServiceSnapshot, type OriginSnapshot } from '../model/originSnapshot.ts';
import type { RecordOptions } from './recordOptions.ts';
import { type KnownTerritory, recordsOf, requestedNames, territoryRecords } from './recordsOf.ts';
import type { RequestedNames, ServiceRecords } from './serviceRecords.ts';
import { sourceRecords } from './sources/sourceRecords.ts';

/**
 * All records of one object in one zone, whatever its kind.
 *
 * @param known of a Service, see {@link recordsOf}
 */
export const recordsOfOrigin = (
  snapshot: OriginSnapshot,
  options: RecordOptions,
  known?: KnownTerritory,
): ServiceRecords =>
  isServiceSnapshot(snapshot) ? recordsOf(snapshot, options, known) : sourceRecords(snapshot, options);

/** The names outside of {@link recordsOfOrigin} alone. */
export const namesOfOrigin = (snapshot: OriginSnapshot, options: RecordOptions): RequestedNames =>
  isServiceSnapshot(snapshot) ? requestedNames(snapshot, options) : sourceRecords(snapshot, options);

/** The territory of {@link recordsOfOrigin} alone. */
export const territoryOfOrigin = (snapshot: OriginSnapshot, options: RecordOptions): readonly Rrset[] =>
  isServiceSnapshot(snapshot)
    ? territoryRecords(snapshot, options)
    : sourceRecords(snapshot, options).territory;
