import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';

/**
 * A header that a web page of another origin cannot set without being asked first, and we do not answer that
 * question.
 */
export const LOCAL_HEADER = 'x-k8s-bind';

/**
 * Whether a request comes from this host and from a program, not from a web page: the peer is a loopback
 * address, our header is there, and the Host is an address or `localhost` (a page whose name was re-bound to
 * 127.0.0.1 has its own name there).
 */
export const isLocalRequest = ({ headers, socket }: Pick<IncomingMessage, 'headers' | 'socket'>): boolean => {
  const host = (headers.host ?? '').replace(/:\d+$/, '').replaceAll(/^\[|\]$/g, '');
  return (
    isLoopback(socket.remoteAddress ?? '') &&
    headers[LOCAL_HEADER] !== undefined &&
    (host === 'localhost' || isIP(host) !== 0)
  );
};

const isLoopback = (address: string): boolean => /^(::ffff:)?127\./.test(address) || address === '::1';
