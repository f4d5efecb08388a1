/** The same octets amid others: who looks beyond them sees a difference. */
export const surrounded = (octets: Uint8Array): Uint8Array => {
  const buffer = new Uint8Array(octets.length + 80).fill(0xc0);
  buffer.set(octets, 40);
  return buffer.subarray(40, 40 + octets.length);
};
