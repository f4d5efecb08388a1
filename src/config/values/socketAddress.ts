import { isIP, isIPv6 } from 'node:net';
import { socketText } from '../../socketText.ts';
import { fault, type Parsed, value } from '../parsed.ts';
import { parseUint16 } from './parseText.ts';

/** Where something listens or answers. `host` is a name or an address without brackets. */
export type SocketAddress = { readonly host: string; readonly port: number };

/** The name server: over TCP, or over TLS (RFC 9103 §7: port 853). UPDATE never goes over UDP. */
export type ServerAddress = SocketAddress & { readonly transport: 'tcp' | 'tls' };

const SHAPE = /^(?:\[([^\]]*)\]|([^:]*))(?::(.*))?$/;
const HOST_NAME = /^[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*\.?$/i;
const DEFAULT_PORT = { tcp: 53, tls: 853 } as const;

/** `HOST[:PORT]` or `tls://HOST[:PORT]`; an IPv6 address with a port stands in brackets. */
export const parseServerAddress = (text: string): Parsed<ServerAddress> => {
  const scheme = /^([a-z]+):\/\//i.exec(text)?.[1]?.toLowerCase();
  if (scheme !== undefined && scheme !== 'tls' && scheme !== 'tcp') {
    return fault(`the scheme ${scheme}`, 'HOST[:PORT] or tls://HOST[:PORT]');
  }
  const transport = scheme ?? 'tcp';
  const rest = scheme === undefined ? text : text.slice(scheme.length + '://'.length);
  const parsed = parseAddress(rest, 'HOST[:PORT]', DEFAULT_PORT[transport]);
  return parsed.kind === 'fault' ? parsed : value({ transport, ...parsed.value });
};

/** A name server as {@link parseServerAddress} reads it, with its port where that is not the usual one. */
export const serverAddressText = ({ transport, host, port }: ServerAddress): string => {
  const whole = socketText({ host, port });
  const at = port === DEFAULT_PORT[transport] ? whole.slice(0, whole.lastIndexOf(':')) : whole;
  return transport === 'tcp' ? at : `${transport}://${at}`;
};

/**
 * `ADDR:PORT` to listen on; an address left out (`:9353`) means every address of the host. Port 0 lets the
 * system choose.
 */
export const parseListenAddress = (text: string): Parsed<SocketAddress> =>
  parseAddress(text.startsWith(':') && !isIPv6(text) ? `[::]${text}` : text, 'ADDR:PORT', undefined);

/** The name of a host, as it stands in the Host header of a request. */
export const parseHostName = (text: string): Parsed<string> =>
  HOST_NAME.test(text) ? value(text) : fault('no name of a host', 'one such as dns.example.net');

const parseAddress = (
  text: string,
  shape: string,
  defaultPort: number | undefined,
): Parsed<SocketAddress> => {
  const match = isIPv6(text) ? ['', text, undefined, undefined] : SHAPE.exec(text);
  const host = match?.[1] ?? match?.[2] ?? '';
  const valid = match?.[1] === undefined ? isIP(host) !== 0 || HOST_NAME.test(host) : isIPv6(host);
  if (match === null || !valid) return fault('no valid host', shape);
  const port = match[3];
  if (port === undefined) {
    return defaultPort === undefined ? fault('no port', shape) : value({ host, port: defaultPort });
  }
  const parsed = parseUint16(port);
  return parsed.kind === 'fault'
    ? fault(`the port "${port}"`, `${shape} with a port from 0 to 65535`)
    : value({ host, port: parsed.value });
};
