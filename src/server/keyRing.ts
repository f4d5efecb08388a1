import type { TsigKey } from '../dns/tsig/tsigKey.ts';

/**
 * The TSIG key in use, and the server's clock as far as it differs from ours. Shared by everything that
 * speaks to one server.
 */
export type KeyRing = {
  /** Where the key is read from; undefined for a key given by flags. */
  readonly file: string | undefined;
  readonly current: () => TsigKey;
  /** Reads the key again: named makes a new session key at each start. True when it is another one now. */
  readonly reload: () => boolean;
  /** The server's clock minus ours, learned from an answer whose MAC was right (RFC 8945 §5.2.3). */
  readonly skewSeconds: () => number;
  readonly setSkew: (seconds: number) => void;
};

/**
 * @param read returns the key as it is now, or undefined while it cannot be read; the last good one then
 * stays in use
 */
export const createKeyRing = (first: TsigKey, read: () => TsigKey | undefined, file?: string): KeyRing => {
  let key = first;
  let skew = 0;
  return {
    file,
    current: () => key,
    reload: () => {
      const next = read();
      if (next === undefined || sameKey(key, next)) return false;
      key = next;
      return true;
    },
    skewSeconds: () => skew,
    setSkew: (seconds) => {
      skew = seconds;
    },
  };
};

const sameKey = (a: TsigKey, b: TsigKey): boolean =>
  a.name === b.name && a.algorithm === b.algorithm && a.secret.equals(b.secret);
