import { randomInt } from 'node:crypto';
import type { DesiredZone } from '../controller/desiredZone.ts';
import type { ServiceSource, ZoneOptions } from '../controller/zoneContext.ts';
import type { ZoneEvent } from '../controller/zoneEvent.ts';
import { createZoneLoop, type ZoneLoop } from '../controller/zoneLoop.ts';
import { connect, type ServerAddress } from '../updater/connection.ts';
import { createExchange } from '../updater/exchange.ts';
import type { KeyRing } from '../updater/keyRing.ts';
import { createSignedExchange } from '../updater/signedExchange.ts';
import { createDnsZoneClient } from '../zone/dnsZoneClient.ts';
import type { ZoneLayout } from '../zone/layout.ts';
import { createTransfer } from '../zone/transfer.ts';
import type { ZoneClient } from '../zone/zoneClient.ts';

export type ServerAccess = {
  readonly server: ServerAddress;
  readonly keys: KeyRing;
  /** For transfers, where they have a key of their own. */
  readonly transferKeys: KeyRing;
};

/** A client for one zone, on real sockets and clocks. */
export const openZoneClient = (zone: string, { server, keys, transferKeys }: ServerAccess): ZoneClient => {
  const clock = { nowSeconds: () => Math.floor(Date.now() / 1000), randomId: () => randomInt(0x1_0000) };
  const exchange = createExchange({ connect }, server);
  return createDnsZoneClient(
    {
      exchange: createSignedExchange({ exchange, keys, ...clock }),
      transfer: createTransfer({ connect, server, keys: transferKeys, ...clock }),
      close: exchange.close,
    },
    zone,
  );
};

export type OpenZoneOptions = {
  readonly layout: ZoneLayout;
  readonly desired: DesiredZone;
  readonly client: ZoneClient;
  readonly source: ServiceSource;
  readonly options: ZoneOptions;
  readonly once: boolean;
  readonly report: (event: ZoneEvent) => void;
};

export const openZoneLoop = (options: OpenZoneOptions): ZoneLoop =>
  createZoneLoop({ ...options, nowMs: () => performance.now(), timeMs: Date.now, random: Math.random });
