import { decodeMessage } from '../dns/decodeMessage.ts';
import type { Exchange } from './exchange.ts';
import { createRequestIds } from './requestIds.ts';
import type { SignedExchange } from './signedExchange.ts';

/** How long a server may take for one answer. */
const requestTimeoutMs = 20_000;

/** Queries without TSIG, for sites where only updates are signed, and by somebody else (GSS-TSIG). Never for an UPDATE. */
export const createPlainExchange = (deps: {
  readonly exchange: Exchange;
  readonly randomId: () => number;
}): SignedExchange => {
  const withId = createRequestIds(deps.randomId);
  return async (encode) => {
    const result = await withId((id) => deps.exchange.request(encode(id), requestTimeoutMs));
    if (result.kind === 'noAnswer') return { kind: 'unknown', reason: result.reason };
    if (result.kind === 'unreachable') return result;
    const message = decodeMessage(result.octets);
    if (message.kind === 'message') return { kind: 'answer', message };
    return { kind: 'unknown', reason: `the answer is malformed: ${message.reason}` };
  };
};
