import { loadConfig } from '../../src/config/loadConfig.ts';
import type { Config } from '../../src/config/options.ts';
import type { ZoneOptions } from '../../src/controller/zoneContext.ts';
import type { RecordOptions } from '../../src/records/recordOptions.ts';
import { recordOptionsOf } from '../../src/setup/recordOptionsOf.ts';
import { zoneOptionsOf } from '../../src/setup/zoneOptionsOf.ts';

/**
 * What the program gets from a command line that says as little as can be: the defaults of the option table.
 */
const loadDefaults = (): Config => {
  const none = (path: string): never => {
    throw Object.assign(new Error(path), { code: 'ENOENT' });
  };
  const loaded = loadConfig({
    argv: ['export', '--zone', 'k8s.example.'],
    env: {},
    files: { read: none, stat: none },
  });
  if (loaded.kind !== 'ok') throw new Error(JSON.stringify(loaded));
  return loaded.config;
};

const config = loadDefaults();

/** The records of a zone as they are by default. */
export const defaultRecordOptions = (zone: string): RecordOptions => {
  const [first] = config.zones;
  if (first === undefined) throw new Error('no zone');
  return recordOptionsOf({ ...first, zone }, []);
};

/** How a zone is kept by default, by the owner `test`. */
export const defaultZoneOptions = (): ZoneOptions =>
  zoneOptionsOf(config, { owner: 'test', holder: 'test/1' });
