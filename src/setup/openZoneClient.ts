import { randomInt } from 'node:crypto';
import type { DomainName } from '../dns/rrset.ts';
import { connect, type ServerAddress } from '../server/connection.ts';
import { createDnsZoneClient } from '../server/createDnsZoneClient.ts';
import { createPlainExchange } from '../server/createPlainExchange.ts';
import { createExchange } from '../server/exchange.ts';
import { identifyServer, type ServerSoftware } from '../server/identifyServer.ts';
import type { KeyRing } from '../server/keyRing.ts';
import { createNsupdate } from '../server/nsupdate.ts';
import { partOfZone } from '../server/partOfZone.ts';
import { createSignedExchange, type SignedExchange } from '../server/signedExchange.ts';
import { createTransfer } from '../server/transfer.ts';
import type { ZoneClient } from '../server/zoneClient.ts';

export type ServerAccess = {
  readonly server: ServerAddress;
  readonly signing: Signing;
  /** Undefined only with GSS-TSIG: transfers are then allowed by address. */
  readonly transferKeys: KeyRing | undefined;
  /** The zone on the server, where ours is a subtree of it; undefined where it is the zone itself. */
  readonly largerZone?: DomainName;
  /** The view that the key chooses, as people call it; absent where zones need not be told apart. */
  readonly view?: string;
};

/** How updates are signed: by a key of ours, or by nsupdate with a Kerberos ticket. */
export type Signing =
  | { readonly kind: 'tsig'; readonly keys: KeyRing }
  /** `env` is our own environment, of which nsupdate gets what is not ours. */
  | { readonly kind: 'gss'; readonly env: NodeJS.ProcessEnv };

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

/** A server that says nothing about itself keeps nobody waiting for longer. */
const softwareLimitMs = 3_000;

/** What the server says about itself. On a connection of its own, unsigned. */
export const askSoftware = async ({ server }: Pick<ServerAccess, 'server'>): Promise<ServerSoftware> => {
  const exchange = createExchange({ connect }, server);
  const limit = setTimeout(exchange.close, softwareLimitMs);
  try {
    return await identifyServer(createPlainExchange({ exchange, ...clock }));
  } finally {
    clearTimeout(limit);
    exchange.close();
  }
};

/** A client for one zone, or for one subtree of a larger one, on real sockets and clocks. */
export const openZoneClient = (tree: DomainName, access: ServerAccess): ZoneClient => {
  const { server, transferKeys, signing, largerZone } = access;
  const { exchange, close } = openExchange(access);
  const zone = largerZone ?? tree;
  const client = createDnsZoneClient(
    {
      exchange,
      transfer: createTransfer({ connect, server, keys: transferKeys, ...clock }),
      areReadsSigned: transferKeys !== undefined,
      close,
      ...(signing.kind === 'gss'
        ? { nsupdate: createNsupdate({ server, zone, signing: ['-g'], env: signing.env }) }
        : {}),
    },
    zone,
  );
  return zone === tree ? client : partOfZone(client, { zone, tree });
};
