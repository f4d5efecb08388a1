import type { Buffer } from 'node:buffer';
import dnsPacket from 'dns-packet';

/**
 * RDATA codecs of dns-packet, which its type declarations leave out. Offsets are those of RDLENGTH, two
 * octets before the RDATA. They check nothing: RDLENGTH and value must have been checked before. Only those
 * are named here that are right and fast enough. Measured on Node 24: it reads an A in 0.15 µs (as ours
 * would), a name in 1.1 µs (ours 0.2), an AAAA in 1.4 µs (ours 0.3); and its names know no escapes and no
 * limits.
 */
type RdataCodec<Encoded, Decoded> = {
  readonly encode: (value: Encoded, target: Buffer, lengthOffset: number) => Buffer;
  readonly decode: (octets: Buffer, lengthOffset: number) => Decoded;
};

export const dnsPacketRdata = dnsPacket as unknown as {
  readonly a: RdataCodec<string, string>;
  readonly txt: RdataCodec<readonly Buffer[], readonly Buffer[]>;
};
