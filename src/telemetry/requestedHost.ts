import { isIP } from 'node:net';

/** The name or address in a Host header (RFC 9110 §7.2): without port and brackets, in lower case. */
export const requestedHost = (header: string | undefined): string =>
  plainHost((header ?? '').replace(/:\d+$/, ''));

/** A name or address as it is compared with others. */
export const plainHost = (host: string): string =>
  host
    .replaceAll(/^\[|\]$/g, '')
    .replace(/\.$/, '')
    .toLowerCase();

/** `localhost` and what stands below it (RFC 6761 §6.3), and the loopback addresses. */
export const isLoopbackHost = (host: string): boolean =>
  /^(?:.*\.)?localhost$/.test(host) || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));

/**
 * Whether a request with this host may be answered. A web page whose name was re-bound to our address
 * (DNS rebinding) asks under its own name, which is none of these; an address cannot be re-bound.
 */
export const isKnownHost = (host: string, hosts: readonly string[]): boolean =>
  isIP(host) !== 0 || isLoopbackHost(host) || hosts.includes(host);
