import { writeUint16 } from './header.ts';

/** Octets of {@link writeKeepalive}. */
export const keepaliveOctets = 15;

/** Largest UDP answer we say we take (DNS flag day 2020). */
const udpPayloadOctets = 1232;

/**
 * Writes an OPT record (RFC 6891) with an empty edns-tcp-keepalive option (RFC 7828): BIND answers with its
 * idle time and keeps the connection open that long. `target` must be zeros there. Returns the offset behind
 * it.
 */
export const writeKeepalive = (target: Uint8Array, offset: number): number => {
  // Owner: the root. TTL (extended rcode, version, flags): zero.
  writeUint16(target, offset + 1, 41);
  writeUint16(target, offset + 3, udpPayloadOctets);
  writeUint16(target, offset + 9, 4);
  writeUint16(target, offset + 11, 11);
  return offset + keepaliveOctets;
};
