import { isIPv4 } from 'node:net';
import type { Config } from '../../config/options.ts';
import type { ServerAccess } from '../../setup/openZoneClient.ts';
import { runTool } from '../runTool.ts';

/**
 * Why named refuses updates of a zone, as it says to rndc; DNS answers REFUSED to all of these alike.
 *
 * | kind          | `rndc zonestatus`                            |
 * | ------------- | -------------------------------------------- |
 * | `secondary`   | type is not primary: it is a copy            |
 * | `frozen`      | frozen: yes                                  |
 * | `static`      | dynamic: no                                  |
 * | `not-granted` | dynamic: yes; so it is about us              |
 * | `not-loaded`  | it has the zone, and could not load its file |
 * | `unknown`     | rndc does not reach it                       |
 */
export type ZoneStanding = 'secondary' | 'frozen' | 'static' | 'not-granted' | 'not-loaded' | 'unknown';

/**
 * Asks by rndc, which speaks to the named of this host: of a server elsewhere only where `--rndc` says how.
 */
export const zoneStanding = async (
  { rndc }: Pick<Config, 'rndc'>,
  { server, largerZone, view }: Pick<ServerAccess, 'server' | 'largerZone' | 'view'>,
  zone: string,
  env: NodeJS.ProcessEnv,
): Promise<ZoneStanding> => {
  const [file = usualCommand, ...before] = rndc;
  if (file === usualCommand && before.length === 0 && !isThisHost(server.host)) return 'unknown';
  const name = (largerZone ?? zone).replace(/\.$/, '');
  const args = [...before, 'zonestatus', name, ...(view === undefined ? [] : ['IN', view])];
  const result = await runTool(file, args, { env, signal: AbortSignal.timeout(limitMs) });
  const said = `${result.stdout ?? ''}\n${result.stderr ?? ''}`;
  if (result.failed) return /not loaded/.test(said) ? 'not-loaded' : 'unknown';
  return standingIn(said);
};

const usualCommand = 'rndc';
const limitMs = 5_000;

const isThisHost = (host: string): boolean =>
  host === 'localhost' || host === '::1' || (isIPv4(host) && host.startsWith('127.'));

/** Lines of `key: value`. */
export const standingIn = (text: string): ZoneStanding => {
  const has = (line: RegExp): boolean => line.test(text);
  if (!has(/^type: /m)) return 'unknown';
  if (!has(/^type: (?:primary|master)$/m)) return 'secondary';
  if (has(/^frozen: yes$/m)) return 'frozen';
  return has(/^dynamic: yes$/m) ? 'not-granted' : 'static';
};
