import type { ConfiguredZone } from '../../setup/configureZones.ts';
import { serverText } from '../../setup/viewOf.ts';
import type { Leadership, ZoneStatus } from '../../telemetry/status.ts';

/**
 * A configured zone that this instance does not write: beside a leader it stands by; before its first term it
 * is starting, and so while it does not know yet whether anybody leads.
 */
export const standbyStatus =
  (leadership: Leadership) =>
  ({ records, access }: Pick<ConfiguredZone, 'records' | 'access'>): ZoneStatus => ({
    zone: records.zone,
    ...(access.view === undefined ? {} : { view: access.view }),
    server: serverText(access),
    state: leadership.kind === 'standby' && leadership.holder !== '' ? 'standby' : 'starting',
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
