/** The text in pieces of so many octets. */
export const inPieces = (octets: Buffer, size: number): readonly Buffer[] =>
  Array.from({ length: Math.ceil(octets.length / size) }, (_, at) =>
    octets.subarray(at * size, (at + 1) * size),
  );
