/**
 * Lends ids of messages (RFC 1035 §4.1.1) to requests on one connection: an answer is recognised by its id,
 * so no two requests under way may share one.
 */
export type RequestIds = <Result>(use: (id: number) => Promise<Result>) => Promise<Result>;

/**
 * @param randomId a random 16-bit number; drawn again while it is taken, so there must be fewer than 65,536
 * requests under way
 */
export const createRequestIds = (randomId: () => number): RequestIds => {
  const taken = new Set<number>();
  return async (use) => {
    let id = randomId();
    while (taken.has(id)) id = randomId();
    taken.add(id);
    try {
      return await use(id);
    } finally {
      taken.delete(id);
    }
  };
};
