import { oneLine } from './oneLine.ts';

/**
 * What a caller of `dns/` handed in wrongly, or (only inside this folder) what an octet sequence breaks.
 *
 * | code             | meaning                                                                        |
 * | ---------------- | ------------------------------------------------------------------------------ |
 * | `badName`        | a text that is no domain name, or one that does not fit the wire (RFC 1035 §2.3.4) |
 * | `badRdata`       | a text that is no RDATA of its type                                            |
 * | `badKey`         | a TSIG key this program cannot sign with                                       |
 * | `messageTooLong` | a message above 65,535 octets                                                  |
 * | `malformed`      | octets that are no DNS message; decoders return it as data, they do not throw it |
 */
export type DnsErrorCode = 'badName' | 'badRdata' | 'badKey' | 'messageTooLong' | 'malformed';

/** Never worth trying again with the same input: `retryable` is false for all of them. */
export class DnsError extends Error {
  override readonly name = 'DnsError';
  readonly code: DnsErrorCode;
  readonly retryable = false;

  /** `message` may hold what was handed in: it becomes one line, visible, and of limited length. */
  constructor(code: DnsErrorCode, message: string) {
    super(oneLine(message));
    this.code = code;
  }
}

/** Octets that cannot be decoded. `reason` says what and where, for a log. */
export type MalformedMessage = { readonly kind: 'malformed'; readonly reason: string };

/**
 * For use inside decoders: thrown deep down, turned into {@link MalformedMessage} by {@link malformedOr} at
 * the border.
 */
export const malformed = (reason: string): DnsError => new DnsError('malformed', reason);

/**
 * Runs a decoder and returns its result, or what is wrong with the octets. Any other error passes through.
 */
export const malformedOr = <T>(decode: () => T): T | MalformedMessage => {
  try {
    return decode();
  } catch (error) {
    if (error instanceof DnsError && error.code === 'malformed')
      return { kind: 'malformed', reason: error.message };
    throw error;
  }
};
