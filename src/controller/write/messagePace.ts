/**
 * How long the next message may be, by how long the server took for those before. A server works through an
 * UPDATE as a whole and does nothing else for the zone meanwhile: PowerDNS needs minutes to delete some
 * hundred names of a large zone. So messages stay short where they take long, and what is new passes between
 * them.
 */
export type MessagePace = {
  /** Room for units that go together, without header, fence and signature. */
  readonly maxOctets: () => number;
  /**
   * Room for a part of one unit. A unit is not divided for being long, since its parts are seen one by one;
   * only where the server has shown that it is slow.
   */
  readonly maxPartOctets: () => number;
  /** Whether a message has taken long, and none has been quick since. */
  readonly isSlow: () => boolean;
  /**
   * Takes in how long the server took for one message.
   *
   * @param takenOctets its length, where the server took it; otherwise 0
   */
  readonly note: (takenOctets: number, durationMs: number) => void;
};

/**
 * | the message before                 | the next may have            |
 * | ---------------------------------- | ---------------------------- |
 * | none, or none for five seconds     | the first length at most     |
 * | took more than two seconds         | as much less, at most a half |
 * | was taken in half a second, full   | twice as much                |
 */
export const createMessagePace = (nowMs: () => number): MessagePace => {
  let octets = firstOctets;
  let lastMs = Number.NEGATIVE_INFINITY;
  const allowed = (): number => (nowMs() - lastMs > forgetMs ? Math.min(octets, firstOctets) : octets);
  const isSlow = (): boolean => octets < firstOctets;
  return {
    maxOctets: allowed,
    maxPartOctets: () => (isSlow() ? octets : mostOctets),
    isSlow,
    note: (takenOctets, durationMs) => {
      octets = allowed();
      if (durationMs > longMs)
        octets = Math.max(leastOctets, Math.floor(octets * Math.min(0.5, longMs / durationMs)));
      else if (durationMs < quickMs && takenOctets > octets / 2) octets = Math.min(mostOctets, octets * 2);
      lastMs = nowMs();
    },
  };
};

/** About 120 Services, which BIND takes in a few milliseconds. */
const firstOctets = 8_192;
/** About ten Services. */
const leastOctets = 1_024;
const mostOctets = 65_535;
const longMs = 2_000;
const quickMs = 500;
/** Additions that were quick say little about deletions a while later. */
const forgetMs = 5_000;
