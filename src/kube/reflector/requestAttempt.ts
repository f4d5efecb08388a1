import type { IncomingMessage } from 'node:http';
import { readStatus } from '../protobuf/readStatus.ts';
import type { Ending } from './attempt.ts';
import type { Reflection } from './reflection.ts';
import { refusalOf } from './refusalOf.ts';

export type AttemptAnswer =
  | { readonly kind: 'body'; readonly body: IncomingMessage }
  | { readonly kind: 'ending'; readonly ending: Ending };

/**
 * Makes one request; everything but an answer of 200 is an ending.
 *
 * @param accept media types of the body, where it may be another than JSON
 */
export const requestAttempt = async <T>(
  { transport, progress }: Reflection<T>,
  path: string,
  signal: AbortSignal,
  accept?: string,
): Promise<AttemptAnswer> => {
  progress.state = 'connecting';
  const answer = await transport.request({ path, signal, accept });
  if (answer.kind === 'aborted') return { kind: 'ending', ending: { kind: 'ended' } };
  if (answer.kind === 'unreachable')
    return { kind: 'ending', ending: { kind: 'lost', message: answer.message } };
  const { status, body, retryAfterMs } = answer;
  if (status === 200) return { kind: 'body', body };
  const details = await readStatus(body);
  return { kind: 'ending', ending: refusalOf(details, { code: status, retryAfterMs, inStream: false }) };
};
