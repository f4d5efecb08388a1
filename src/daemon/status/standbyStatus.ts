import type { ConfiguredZone } from '../../setup/configureZones.ts';
import { serverText } from '../../setup/viewOf.ts';
import type { ZoneStatus } from '../../telemetry/status.ts';

/**
 * A configured zone that this instance does not write: before the first term, and while nobody is known to
 * lead, it is starting; beside a leader it stands by.
 */
export const standbyStatus =
  (state: 'starting' | 'standby') =>
  ({ records, access }: ConfiguredZone): ZoneStatus => ({
    zone: records.zone,
    ...(access.view === undefined ? {} : { view: access.view }),
    server: serverText(access),
    state,
    serial: 0,
    recordsOwned: 0,
    pending: 0,
    lastWriteMs: 0,
    lastReadMs: 0,
    conflicts: [],
    quarantined: [],
    limited: [],
    held: [],
    unpublishable: [],
    foreign: [],
    drift: [],
  });
