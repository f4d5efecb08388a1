import { randomInt } from 'node:crypto';
import { connect, type ServerAddress } from '../updater/connection.ts';
import { createExchange } from '../updater/exchange.ts';
import type { KeyRing } from '../updater/keyRing.ts';
import { createSignedExchange, type SignedExchange } from '../updater/signedExchange.ts';
import { createDnsZoneClient } from '../zone/dnsZoneClient.ts';
import { createTransfer } from '../zone/transfer.ts';
import type { ZoneClient } from '../zone/zoneClient.ts';

export type ServerAccess = {
  readonly server: ServerAddress;
  readonly keys: KeyRing;
  /** For transfers, where they have a key of their own. */
  readonly transferKeys: KeyRing;
};

const clock = { nowSeconds: () => Math.floor(Date.now() / 1000), randomId: () => randomInt(0x1_0000) };

/** Signed queries and updates over one connection, on real sockets and clocks. */
export const openExchange = ({
  server,
  keys,
}: ServerAccess): { exchange: SignedExchange; close: () => void } => {
  const exchange = createExchange({ connect }, server);
  return { exchange: createSignedExchange({ exchange, keys, ...clock }), close: exchange.close };
};

/** A client for one zone, on real sockets and clocks. */
export const openZoneClient = (zone: string, access: ServerAccess): ZoneClient => {
  const { server, transferKeys } = access;
  const { exchange, close } = openExchange(access);
  return createDnsZoneClient(
    {
      exchange,
      transfer: createTransfer({ connect, server, keys: transferKeys, ...clock }),
      close,
    },
    zone,
  );
};
