/**
 * A shorter input for which `holds` is still true: parts are taken out as long as that goes, at first halves,
 * at last single octets.
 *
 * @param attempts how often `holds` may be asked
 */
export const shorten = (
  input: Uint8Array,
  holds: (input: Uint8Array) => boolean,
  attempts: number,
): Uint8Array => {
  let shortest = Buffer.from(input);
  let left = attempts;
  for (let size = shortest.length >> 1; size > 0; size >>= 1)
    for (let at = 0; at < shortest.length && left > 0; ) {
      const candidate = Buffer.concat([shortest.subarray(0, at), shortest.subarray(at + size)]);
      left -= 1;
      if (holds(candidate)) shortest = candidate;
      else at += size;
    }
  return shortest;
};
