import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** Where the next connections are cut: after so many octets in one direction; undefined cuts nothing. */
export type Cut = { readonly direction: 'toServer' | 'toClient'; readonly octets: number };

/** Stands between a client and a name server and cuts connections in the middle of a message. */
export interface CuttingProxy extends AsyncDisposable {
  readonly port: number;
  /** Asked for each connection. */
  cutNext: () => Cut | undefined;
  readonly cuts: () => number;
}

export async function startCuttingProxy(target: {
  readonly address: string;
  readonly port: number;
}): Promise<CuttingProxy> {
  const sockets = new Set<Socket>();
  let cuts = 0;
  const server = createServer((client) => {
    const upstream = connect(target.port, target.address);
    const cut = proxy.cutNext();
    const end = (): void => {
      client.destroy();
      upstream.destroy();
    };
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', end);
      socket.on('close', end);
      socket.on('close', () => sockets.delete(socket));
    }
    const pass = (from: Socket, to: Socket, direction: Cut['direction']): void => {
      let left = cut?.direction === direction ? cut.octets : Number.POSITIVE_INFINITY;
      from.on('data', (octets: Buffer) => {
        if (octets.length < left) {
          left -= octets.length;
          to.write(octets);
          return;
        }
        cuts += 1;
        to.write(octets.subarray(0, left), end);
        left = 0;
      });
    };
    pass(client, upstream, 'toServer');
    pass(upstream, client, 'toClient');
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const proxy: CuttingProxy = {
    port: (server.address() as AddressInfo).port,
    cutNext: () => undefined,
    cuts: () => cuts,
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
  return proxy;
}
