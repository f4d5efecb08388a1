import type { Config } from '../config/options.ts';
import type { RecordOptions } from '../records/recordOptions.ts';
import type { ServerAccess } from './openZoneClient.ts';
import { recordOptionsOf } from './recordOptionsOf.ts';
import { serverAccessOf } from './serverAccessOf.ts';

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
    configured.push({ config: zone, records: recordOptionsOf(zone, config.zones), access: access.access });
  }
  return configured;
};
