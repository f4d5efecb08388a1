import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { type ConnectionOptions, connect as connectTls } from 'node:tls';
import { createLookout } from '../createLookout.ts';
import { socketText } from '../socketText.ts';

/**
 * Where the name server is. The host is resolved anew at each connection, so a host that changes its address
 * is found again.
 */
export type ServerAddress = {
  readonly host: string;
  readonly port: number;
  /**
   * DNS over TLS (RFC 7858, RFC 9103 for transfers); absent for plain TCP. Never UDP: an UPDATE needs an
   * ordered, acknowledged stream.
   */
  readonly tls?: Pick<ConnectionOptions, 'ca' | 'cert' | 'key' | 'servername'>;
};

export type ConnectionHandlers = {
  readonly message: (octets: Buffer) => void;
  /** Called exactly once; `reason` is for people. */
  readonly closed: (reason: string) => void;
};

/**
 * One stream to the name server that carries whole DNS messages, each behind its two octets of length (RFC
 * 1035 §4.2.2).
 */
export type Connection = {
  readonly send: (octets: Uint8Array) => void;
  readonly close: () => void;
  /** Stops reading until `resume`, so that a reader that is busy is not flooded. */
  readonly pause: () => void;
  readonly resume: () => void;
};

export type Connect = (server: ServerAddress, handlers: ConnectionHandlers) => Promise<ConnectResult>;
export type ConnectResult =
  | { readonly kind: 'connected'; readonly connection: Connection }
  | { readonly kind: 'unreachable'; readonly reason: string };

const connectTimeoutMs = 5_000;
/** An idle connection to a host that is gone is closed after three quiet seconds and as many probes. */
const keepAlive = { delayMs: 3_000, intervalMs: 1_000, probes: 3 };

/**
 * Opens a connection to the name server; a refusal or no answer within five seconds is a value, not an
 * exception.
 */
export const connect: Connect = async (server, handlers) => {
  try {
    return await open(server, handlers);
  } catch (error) {
    // TLS files that cannot be used are found out before there is a socket.
    return { kind: 'unreachable', reason: `${socketText(server)}: ${(error as Error).message}` };
  }
};

const open: Connect = (server, handlers) =>
  new Promise((resolve) => {
    const socket = openSocket(server);
    const deadline = setTimeout(() => fail(`no connection within ${connectTimeoutMs} ms`), connectTimeoutMs);
    const fail = (reason: string): void => {
      clearTimeout(deadline);
      socket.destroy();
      resolve({ kind: 'unreachable', reason: `${socketText(server)}: ${reason}` });
    };
    const onEarlyError = (error: Error): void => fail(error.message);
    socket.once('error', onEarlyError);
    socket.once(server.tls === undefined ? 'connect' : 'secureConnect', () => {
      clearTimeout(deadline);
      socket.off('error', onEarlyError);
      resolve({ kind: 'connected', connection: framed(socket, server.host, handlers) });
    });
  });

const openSocket = ({ host, port, tls }: ServerAddress): Socket => {
  const socket =
    tls === undefined
      ? connectTcp({ host, port })
      : connectTls({ ALPNProtocols: ['dot'], servername: isIP(host) === 0 ? host : '', ...tls, host, port });
  socket.setNoDelay(true);
  socket.setKeepAlive(true, keepAlive.delayMs, keepAlive.intervalMs, keepAlive.probes);
  return socket;
};

const framed = (socket: Socket, host: string, handlers: ConnectionHandlers): Connection => {
  let closed = false;
  const end = (reason: string): void => {
    if (closed) return;
    closed = true;
    lookout.stop();
    socket.destroy();
    handlers.closed(reason);
  };
  const { localAddress = '', remoteAddress = '' } = socket;
  const lookout = createLookout({ host, localAddress, remoteAddress }, end);
  const split = createFrameSplitter(handlers.message);
  socket.on('data', (chunk: Buffer) => {
    lookout.heard();
    split(chunk);
  });
  socket.on('error', (error) => end(error.message));
  socket.on('close', () => end('the server closed the connection'));
  return {
    send: (octets) => {
      const framed = Buffer.allocUnsafe(2 + octets.length);
      framed.writeUInt16BE(octets.length);
      framed.set(octets, 2);
      socket.write(framed);
      if (!closed) lookout.sent();
    },
    close: () => end('closed by this side'),
    pause: () => void socket.pause(),
    resume: () => void socket.resume(),
  };
};

/** Cuts a stream into DNS messages. The buffers handed on may share memory with the chunk they came in. */
export const createFrameSplitter = (message: (octets: Buffer) => void): ((chunk: Buffer) => void) => {
  let rest: Buffer = Buffer.alloc(0);
  return (chunk) => {
    let data = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    while (data.length >= 2) {
      const end = 2 + data.readUInt16BE(0);
      if (data.length < end) break;
      message(data.subarray(2, end));
      data = data.subarray(end);
    }
    rest = data;
  };
};
