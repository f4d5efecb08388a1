import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A wire between a client and a server of 127.0.0.1 that a test can cut, or leave lying dead. */
export type TcpRelay = AsyncDisposable & {
  readonly port: number;
  /** Connections made so far. */
  readonly connections: () => number;
  /** Closes every connection at once, with a reset. */
  readonly cut: () => void;
  /** Connections that are open stay open, and nothing passes any more; new ones work. */
  readonly freeze: () => void;
  /** New connections are accepted and closed. */
  readonly refuse: (refusing: boolean) => void;
};

export const startTcpRelay = async (targetPort: number): Promise<TcpRelay> => {
  const open = new Set<readonly [Socket, Socket]>();
  let connections = 0;
  let refusing = false;
  const server = createServer((client) => {
    if (refusing) {
      client.destroy();
      return;
    }
    connections += 1;
    const upstream = connect(targetPort, '127.0.0.1');
    const pair = [client, upstream] as const;
    open.add(pair);
    for (const [from, to] of [pair, [upstream, client] as const]) {
      from.setNoDelay(true).on('error', () => to.destroy());
      from.on('close', () => {
        to.destroy();
        open.delete(pair);
      });
      from.pipe(to);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const cut = (): void => {
    for (const [client, upstream] of open) {
      client.resetAndDestroy();
      upstream.destroy();
    }
    open.clear();
  };
  return {
    port: (server.address() as AddressInfo).port,
    connections: () => connections,
    cut,
    freeze: () => {
      for (const [client, upstream] of open) {
        client.unpipe().pause();
        upstream.unpipe().pause();
      }
    },
    refuse: (value) => {
      refusing = value;
    },
    [Symbol.asyncDispose]: async () => {
      cut();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};
