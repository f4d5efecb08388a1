import { Buffer } from 'node:buffer';

/** A message from its sections as hexadecimal text, blanks ignored; `flags` and counts as given. */
export const messageOctets = (parts: {
  readonly flags?: number;
  readonly counts: readonly [number, number, number, number];
  readonly hex: string;
}): Buffer => {
  const header = Buffer.alloc(12);
  header.writeUInt16BE(0x1267, 0);
  header.writeUInt16BE(parts.flags ?? 0x8400, 2);
  for (const [index, count] of parts.counts.entries()) header.writeUInt16BE(count, 4 + 2 * index);
  return Buffer.concat([header, Buffer.from(parts.hex.replaceAll(/\s+/g, ''), 'hex')]);
};
