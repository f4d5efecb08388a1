import { type NotifyListener, startNotifyListener } from '../server/notifyListener.ts';
import type { Log } from '../telemetry/log.ts';
import { createServerAddresses } from './serverAddresses.ts';
import type { ZoneService } from './zoneService.ts';

const lookUpAgainMs = 60_000;

export type ListenForNotifyDeps = {
  readonly log: Log;
  /**
   * The name servers of all zones, by name or address. They are known before the first term; the zones are
   * not.
   */
  readonly hosts: readonly string[];
  /** The zones of this term; none on standby. */
  readonly zones: () => readonly ZoneService[];
};

/**
 * Joins the NOTIFY listener to the zones: a change that the name server reports is looked at right away.
 * Without an address nobody listens; one that cannot be listened on is one line for the user.
 */
export const listenForNotify = async (
  { log, hosts, zones }: ListenForNotifyDeps,
  address: { readonly host: string; readonly port: number } | undefined,
): Promise<Pick<NotifyListener, 'close'> | string> => {
  if (address === undefined) return { close: async () => undefined };
  const servers = createServerAddresses(hosts);
  await servers.refresh();
  const timer = setInterval(() => void servers.refresh(), lookUpAgainMs).unref();
  const listener = await tryListening(
    {
      isServer: servers.has,
      isOurs: (name) => zones().some((zone) => apexOf(zone) === name),
      keys: () =>
        zones().flatMap(({ access }) =>
          access.signing.kind === 'tsig' ? [access.signing.keys.current()] : [],
        ),
      nowSeconds: () => Math.floor(Date.now() / 1000),
      onNotify: (name, from) => {
        log.debug('NOTIFY taken', { zone: name, from });
        for (const zone of zones()) if (apexOf(zone) === name) zone.loop.zoneChanged();
      },
      onIgnored: (from, reason) => log.debug('NOTIFY ignored', { from, reason }),
    },
    address,
  );
  if (typeof listener === 'string') {
    clearInterval(timer);
    return listener;
  }
  log.info('Listening for NOTIFY', { host: address.host, port: listener.port });
  return {
    close: async () => {
      clearInterval(timer);
      await listener.close();
    },
  };
};

/** The zone on the server: the one that it tells of. */
const apexOf = ({ zone, access }: ZoneService): string => access.largerZone ?? zone;

const tryListening = async (
  ...args: Parameters<typeof startNotifyListener>
): Promise<NotifyListener | string> => {
  try {
    return await startNotifyListener(...args);
  } catch (error) {
    return (error as Error).message;
  }
};
