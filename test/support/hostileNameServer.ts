import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';

/** Octets of whole messages, as a name server would send them. */
export type Answers = Iterable<Uint8Array> | AsyncIterable<Uint8Array>;

/**
 * A name server over TCP for what BIND cannot be made to send: each message that comes is answered by what a
 * test returns for it. An endless iterator is sent as fast as the client takes it. The connection stays open.
 */
export type HostileNameServer = AsyncDisposable & {
  readonly host: string;
  readonly port: number;
  /** Octets that were handed to the sockets. */
  readonly sentOctets: () => number;
};

export const startHostileNameServer = async (
  answer: (query: Buffer) => Answers,
): Promise<HostileNameServer> => {
  const sockets = new Set<Socket>();
  let sent = 0;
  const send = async (socket: Socket, answers: Answers): Promise<void> => {
    for await (const octets of answers) {
      if (socket.destroyed) return;
      sent += 2 + octets.length;
      if (!socket.write(framed(octets))) await Promise.race([once(socket, 'drain'), once(socket, 'close')]);
    }
  };
  const server = createServer((socket) => {
    sockets.add(socket);
    let rest: Buffer = Buffer.alloc(0);
    // A client that has had enough is what these tests wait for.
    socket.on('error', () => socket.destroy());
    socket.on('data', (chunk: Buffer) => {
      rest = Buffer.concat([rest, chunk]);
      while (rest.length >= 2 && rest.length >= 2 + rest.readUInt16BE()) {
        const end = 2 + rest.readUInt16BE();
        send(socket, answer(rest.subarray(2, end))).catch(() => socket.destroy());
        rest = rest.subarray(end);
      }
    });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    host: '127.0.0.1',
    port: (server.address() as AddressInfo).port,
    sentOctets: () => sent,
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
};

/** On TCP the length of a message stands before it (RFC 1035 §4.2.2). */
const framed = (octets: Uint8Array): Buffer => {
  const frame = Buffer.alloc(2 + octets.length);
  frame.writeUInt16BE(octets.length);
  frame.set(octets, 2);
  return frame;
};
