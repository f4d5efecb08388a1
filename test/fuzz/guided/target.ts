/** A decoder, and what it promises for any octets whatever. */
export interface Target {
  /** Inputs that are good, to begin with; and those by which a fault was found. */
  readonly seeds: readonly Uint8Array[];
  /** What its language is made of: put in whole, since chance would not find it. */
  readonly words: readonly string[];
  /** Throws where a promise is broken, and only there. */
  readonly check: (octets: Uint8Array) => void;
  /** Inputs are not made longer. */
  readonly maxOctets: number;
}
