import type { Config } from '../config/options.ts';
import type { RecordOptions } from '../records/recordOptions.ts';
import { keyNameOf, type ServerAccess } from './openZoneClient.ts';
import { recordOptionsOf } from './recordOptionsOf.ts';
import { serverAccessOf } from './serverAccessOf.ts';
import { serverText } from './viewOf.ts';

/** One configured zone, ready to be opened. */
export type ConfiguredZone = {
  readonly config: Config['zones'][number];
  readonly records: RecordOptions;
  readonly access: ServerAccess;
};

/** Every configured zone with its key; or one line that says what is wrong. */
export const configureZones = (
  config: Config,
  env: NodeJS.ProcessEnv,
): readonly ConfiguredZone[] | string => {
  const configured: ConfiguredZone[] = [];
  for (const zone of config.zones) {
    const access = serverAccessOf(zone, env);
    if (access.kind === 'problem') return access.line;
    const next = { config: zone, records: recordOptionsOf(zone, config.zones), access: access.access };
    if (configured.some((other) => isSameZone(other, next)))
      return `Cannot use zone "${zone.zone}": found it twice with one server and key "${keyNameOf(next.access)}", needed it once`;
    configured.push(next);
  }
  return configured;
};

/** Two files may hold one key. */
const isSameZone = (one: ConfiguredZone, other: ConfiguredZone): boolean =>
  one.records.zone === other.records.zone &&
  serverText(one.access) === serverText(other.access) &&
  keyNameOf(one.access) === keyNameOf(other.access);
