import type { RecordOptions } from '../records/recordOptions.ts';
import { socketText } from '../socketText.ts';
import type { ConfiguredZone } from './configureZones.ts';
import { keyNameOf, type ServerAccess } from './openZoneClient.ts';

/**
 * A name server may show each key other zones (views). Which keys see the same ones cannot be asked, but two
 * configured zones of one name show that there are views: where a server has such, each of its keys is taken
 * for a view of its own.
 */
type Zones = readonly ConfiguredZone[];

/**
 * Host and port of a zone's server, with the name of the view, or else the key, where that chooses a view:
 * zones of the same name are different ones where this differs.
 */
export const viewOf = ({ access }: ConfiguredZone, configured: Zones): string => {
  const server = serverText(access);
  const names = configured
    .filter((zone) => serverText(zone.access) === server)
    .map(({ records }) => records.zone);
  if (new Set(names).size === names.length) return server;
  return `${server} ${access.view === undefined ? `key ${keyNameOf(access)}` : `view ${access.view}`}`;
};

/**
 * The options of zones whose templates and annotations may ask for names that lie in this zone: where several
 * zones have its name, only those of its own view.
 */
export const othersOf = (self: ConfiguredZone, configured: Zones): readonly RecordOptions[] => {
  const namesakes = configured.filter(({ records }) => records.zone === self.records.zone);
  const isNearest = (other: ConfiguredZone): boolean => {
    const inItsView = namesakes.filter(
      (namesake) => viewOf(namesake, configured) === viewOf(other, configured),
    );
    return inItsView.length === 0 || inItsView.includes(self);
  };
  return configured
    .filter((other) => !namesakes.includes(other) && isNearest(other))
    .map(({ records }) => records);
};

export const serverText = ({ server }: ServerAccess): string => socketText(server);
