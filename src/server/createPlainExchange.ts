import { decodeMessage } from '../dns/decodeMessage.ts';
import { createAnswerCheck } from './createAnswerCheck.ts';
import type { Exchange } from './exchange.ts';
import { createRequestIds } from './requestIds.ts';
import type { SignedExchange, SignedResult } from './signedExchange.ts';

/** How long a server may take for one answer. */
const requestTimeoutMs = 20_000;

/**
 * Queries without TSIG, for sites where only updates are signed, and by somebody else (GSS-TSIG). Never for
 * an UPDATE.
 */
export const createPlainExchange = (deps: {
  readonly exchange: Exchange;
  readonly randomId: () => number;
}): SignedExchange => {
  const withId = createRequestIds(deps.randomId);
  const ask = async (query: Uint8Array): Promise<SignedResult> => {
    const result = await deps.exchange.request(query, requestTimeoutMs);
    if (result.kind === 'no-answer') return { kind: 'unknown', reason: result.reason };
    if (result.kind === 'unreachable') return result;
    const mismatch = createAnswerCheck(query)(result.octets);
    if (mismatch !== undefined) return { kind: 'unknown', reason: mismatch };
    const message = decodeMessage(result.octets);
    if (message.kind === 'message') return { kind: 'answer', message };
    return { kind: 'unknown', reason: `the answer is malformed: ${message.reason}` };
  };
  return (encode) => withId((id) => ask(encode(id)));
};
