import { connect as connectTcp, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { encodeQuery } from '../dns/query.ts';
import type { ServerAddress } from './connection.ts';

/**
 * What is at a port where no name server answered as it was asked.
 *
 * | kind      | the port                                                            |
 * | --------- | ------------------------------------------------------------------- |
 * | `refused` | nobody listens there                                                |
 * | `away`    | no connection: no route, a firewall, a name that does not resolve   |
 * | `dns`     | DNS over TCP                                                        |
 * | `tls`     | TLS                                                                 |
 * | `http`    | HTTP without TLS                                                    |
 * | `other`   | something that answers, and neither of these (SSH, a database …)    |
 * | `silent`  | takes connections, and says nothing                                 |
 */
export type PortContent = 'refused' | 'away' | 'dns' | 'tls' | 'http' | 'other' | 'silent';

/** Asks a port in three ways, each on a connection of its own: as DNS, as TLS, as HTTP. For people. */
export const probeConnection = async (server: ServerAddress): Promise<PortContent> => {
  const first = await ask(connectTcp(placeOf(server)), 'connect', framedQuestion());
  if (first.kind === 'failed') return first.code === 'ECONNREFUSED' ? 'refused' : 'away';
  const said = first.kind === 'said' ? contentOf(first.octets) : undefined;
  if (said !== undefined && said !== 'other') return said;
  const secure = connectTls({ ...placeOf(server), rejectUnauthorized: false });
  const greeted = await ask(secure, 'secureConnect', undefined);
  if (greeted.kind === 'open') return 'tls';
  const asked = await ask(connectTcp(placeOf(server)), 'connect', Buffer.from('GET / HTTP/1.0\r\n\r\n'));
  if (asked.kind === 'said' && contentOf(asked.octets) === 'http') return 'http';
  return said ?? (asked.kind === 'said' ? 'other' : 'silent');
};

const placeOf = ({ host, port }: ServerAddress) => ({ host, port });

const waitMs = 1_500;

type Asked =
  | { readonly kind: 'failed'; readonly code: string | undefined }
  /** A connection, and no octet. */
  | { readonly kind: 'open' | 'closed' }
  | { readonly kind: 'said'; readonly octets: Buffer };

/** Without a question the connection alone is waited for. */
const ask = (socket: Socket, opened: string, question: Uint8Array | undefined): Promise<Asked> =>
  new Promise((resolve) => {
    let isOpen = false;
    const end = (asked: Asked): void => {
      clearTimeout(limit);
      socket.destroy();
      resolve(asked);
    };
    const limit = setTimeout(
      () => end(isOpen ? { kind: 'open' } : { kind: 'failed', code: undefined }),
      waitMs,
    );
    socket.on('error', (error: NodeJS.ErrnoException) =>
      end(isOpen ? { kind: 'closed' } : { kind: 'failed', code: error.code }),
    );
    socket.once(opened, () => {
      isOpen = true;
      if (question === undefined) end({ kind: 'open' });
      else socket.write(question);
    });
    socket.once('data', (octets: Buffer) => end({ kind: 'said', octets }));
    socket.once('close', () => end({ kind: 'closed' }));
  });

const questionId = 0x6b38;

const framedQuestion = (): Buffer => {
  const message = encodeQuery({ id: questionId, name: '.', type: 'SOA' });
  const frame = Buffer.alloc(2 + message.length);
  frame.writeUInt16BE(message.length);
  frame.set(message, 2);
  return frame;
};

/** TLS answers what is no TLS by an alert (RFC 8446 §6), whose record begins with 21 and version 3. */
const contentOf = (octets: Buffer): PortContent => {
  if (octets.subarray(0, 5).toString('latin1') === 'HTTP/') return 'http';
  if (octets[0] === 21 && octets[1] === 3) return 'tls';
  return octets.length >= 4 && octets.readUInt16BE(2) === questionId ? 'dns' : 'other';
};
