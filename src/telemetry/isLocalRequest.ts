import type { IncomingMessage } from 'node:http';
import { isLoopbackHost } from './requestedHost.ts';

/**
 * A header that a web page of another origin cannot set without being asked first, and we do not answer that
 * question.
 */
export const LOCAL_HEADER = 'x-k8s-bind';

/**
 * Whether a request comes from this host and from a program, and not from a web page or through a proxy:
 *
 * - The peer is 127.0.0.1 or ::1. A sidecar of a mesh passes strangers on from other loopback addresses.
 * - Our header is there, which a page of another origin cannot send.
 * - The Host is a loopback name or one of the configured `hosts`. A page whose name was re-bound to 127.0.0.1
 *   has its own name there.
 * - Nobody has passed it on: what a proxy adds never makes a request local, it makes it a stranger's.
 */
export const isLocalRequest = (
  { headers, socket }: Pick<IncomingMessage, 'headers' | 'socket'>,
  host: string,
  hosts: readonly string[],
): boolean =>
  isThisHost(socket.remoteAddress ?? '') &&
  headers[LOCAL_HEADER] !== undefined &&
  (isLoopbackHost(host) || hosts.includes(host)) &&
  !Object.keys(headers).some((name) => addedByProxy.test(name));

const isThisHost = (address: string): boolean => /^(?:(?:::ffff:)?127\.0\.0\.1|::1)$/.test(address);

/** RFC 7239, RFC 9110 §7.6.3, and what proxies and meshes have in their place. */
const addedByProxy = /^(?:forwarded|via|x-forwarded(?:-.*)?|x-real-ip|x-envoy-.*|l5d-.*)$/;
