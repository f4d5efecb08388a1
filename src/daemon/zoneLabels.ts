import type { ServerAccess } from '../setup/openZoneClient.ts';

/** How a zone is told from others: in log lines, metrics and lists of records. */
export type ZoneLabels = { readonly zone: string; readonly view?: string };

export const zoneLabels = (zone: string, { view }: Pick<ServerAccess, 'view'>): ZoneLabels => ({
  zone,
  ...(view === undefined ? {} : { view }),
});
