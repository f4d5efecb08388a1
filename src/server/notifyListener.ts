import { createSocket, type Socket as UdpSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer, isIPv6, type Socket, type Server as TcpServer } from 'node:net';
import type { DomainName } from '../dns/rrset.ts';
import type { TsigKey } from '../dns/tsig/tsigKey.ts';
import { socketText } from '../socketText.ts';
import { createFrameSplitter } from './connection.ts';
import { judgeNotify } from './judgeNotify.ts';

/**
 * Takes NOTIFY over UDP and TCP, so that a change by another writer is seen at once and not with the next SOA
 * query.
 */
export type NotifyListener = {
  readonly port: number;
  readonly close: () => Promise<void>;
};

export type NotifyListenerDeps = {
  /** Whether an address is the zone's name server's. Everything else is not even read. */
  readonly isServer: (address: string) => boolean;
  readonly isOurs: (zone: DomainName) => boolean;
  readonly keys: () => readonly TsigKey[];
  readonly nowSeconds: () => number;
  readonly onNotify: (zone: DomainName, from: string) => void;
  readonly onIgnored: (from: string, reason: string) => void;
};

const maxConnections = 16;
const tcpIdleMs = 10_000;

/** Rejects when the address cannot be listened on. Port 0 takes a free one, the same for both. */
export const startNotifyListener = async (
  deps: NotifyListenerDeps,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<NotifyListener> => {
  const take = (octets: Uint8Array, address: string): Uint8Array | undefined =>
    receive(deps, octets, address);
  const connections = new Set<Socket>();
  const tcp = createServer((socket) => serve(deps, socket, { take, connections }));
  tcp.maxConnections = maxConnections;
  const udp = createSocket(isIPv6(host) ? 'udp6' : 'udp4');
  try {
    tcp.listen({ host, port });
    await once(tcp, 'listening');
    udp.bind({ address: host, port: portOf(tcp) });
    await once(udp, 'listening');
  } catch (error) {
    tcp.close();
    udp.close();
    throw new Error(
      `Cannot listen for NOTIFY on "${socketText({ host, port })}": ${(error as Error).message}, an address of this host and a free port are needed`,
      { cause: error },
    );
  }
  listen(udp, take);
  return { port: portOf(tcp), close: () => close(tcp, udp, connections) };
};

type Take = (octets: Uint8Array, address: string) => Uint8Array | undefined;

const receive = (deps: NotifyListenerDeps, octets: Uint8Array, remote: string): Uint8Array | undefined => {
  const address = plainAddress(remote);
  if (!deps.isServer(address)) {
    deps.onIgnored(address, 'not the name server');
    return undefined;
  }
  const verdict = judgeNotify(octets, {
    isOurs: deps.isOurs,
    keys: deps.keys(),
    nowSeconds: deps.nowSeconds(),
  });
  if (verdict.kind === 'taken') deps.onNotify(verdict.zone, address);
  else deps.onIgnored(address, verdict.reason);
  return verdict.kind === 'ignored' ? undefined : verdict.answer;
};

const listen = (udp: UdpSocket, take: Take): void => {
  udp.on('message', (octets, { address, port }) => {
    const answer = take(octets, address);
    if (answer !== undefined) udp.send(answer, port, address);
  });
  // What goes wrong is an answer that could not be sent; the server sends its NOTIFY again.
  udp.on('error', () => undefined);
};

const serve = (
  deps: NotifyListenerDeps,
  socket: Socket,
  { take, connections }: { readonly take: Take; readonly connections: Set<Socket> },
): void => {
  const remote = plainAddress(socket.remoteAddress ?? '');
  socket.on('error', () => socket.destroy());
  if (!deps.isServer(remote)) {
    deps.onIgnored(remote, 'not the name server');
    socket.destroy();
    return;
  }
  connections.add(socket);
  socket.on('close', () => connections.delete(socket));
  socket.setTimeout(tcpIdleMs, () => socket.destroy());
  socket.on(
    'data',
    createFrameSplitter((octets) => {
      const answer = take(octets, remote);
      if (answer === undefined) return;
      socket.write(Buffer.concat([Buffer.from([answer.length >> 8, answer.length & 0xff]), answer]));
    }),
  );
};

/** A socket for both families shows IPv4 addresses as `::ffff:192.0.2.1`. */
const plainAddress = (address: string): string =>
  address.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '');

const portOf = (server: TcpServer): number => {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
};

const close = async (tcp: TcpServer, udp: UdpSocket, connections: ReadonlySet<Socket>): Promise<void> => {
  for (const socket of connections) socket.destroy();
  await Promise.all([
    new Promise<void>((resolve) => void tcp.close(() => resolve())),
    new Promise<void>((resolve) => void udp.close(() => resolve())),
  ]);
};
