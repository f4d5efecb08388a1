import { randomInt } from 'node:crypto';
import { connect, type ServerAddress } from '../updater/connection.ts';
import { createExchange } from '../updater/exchange.ts';
import type { KeyRing } from '../updater/keyRing.ts';
import { createNsupdate } from '../updater/nsupdate.ts';
import { createPlainExchange } from '../updater/plainExchange.ts';
import { createSignedExchange, type SignedExchange } from '../updater/signedExchange.ts';
import { createDnsZoneClient } from '../zone/dnsZoneClient.ts';
import { createTransfer } from '../zone/transfer.ts';
import type { ZoneClient } from '../zone/zoneClient.ts';

export type ServerAccess = {
  readonly server: ServerAddress;
  readonly signing: Signing;
  /** Undefined only with GSS-TSIG: transfers are then allowed by address. */
  readonly transferKeys: KeyRing | undefined;
};

/** How updates are signed: by a key of ours, or by nsupdate with a Kerberos ticket. */
export type Signing = { readonly kind: 'tsig'; readonly keys: KeyRing } | { readonly kind: 'gss' };

/** The name that an update-policy grants to, for messages. */
export const keyNameOf = ({ signing }: Pick<ServerAccess, 'signing'>): string =>
  signing.kind === 'tsig' ? signing.keys.current().name : 'the Kerberos principal of this host';

const clock = { nowSeconds: () => Math.floor(Date.now() / 1000), randomId: () => randomInt(0x1_0000) };

/** Signed queries and updates over one connection, on real sockets and clocks. */
export const openExchange = ({
  server,
  signing,
}: ServerAccess): { exchange: SignedExchange; close: () => void } => {
  const exchange = createExchange({ connect }, server);
  const signed =
    signing.kind === 'tsig'
      ? createSignedExchange({ exchange, keys: signing.keys, ...clock })
      : createPlainExchange({ exchange, ...clock });
  return { exchange: signed, close: exchange.close };
};

/** A client for one zone, on real sockets and clocks. */
export const openZoneClient = (zone: string, access: ServerAccess): ZoneClient => {
  const { server, transferKeys, signing } = access;
  const { exchange, close } = openExchange(access);
  return createDnsZoneClient(
    {
      exchange,
      transfer: createTransfer({ connect, server, keys: transferKeys, ...clock }),
      close,
      ...(signing.kind === 'gss' ? { nsupdate: createNsupdate({ server, zone, signing: ['-g'] }) } : {}),
    },
    zone,
  );
};
