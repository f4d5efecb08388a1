import type { IncomingMessage } from 'node:http';
import { readJson } from '../api/readJson.ts';
import type { Ending } from './attempt.ts';
import type { Reflection } from './reflection.ts';
import { refusalOf } from './refusalOf.ts';

export type AttemptAnswer =
  | { readonly kind: 'body'; readonly body: IncomingMessage }
  | { readonly kind: 'ending'; readonly ending: Ending };

/** Makes one request; everything but an answer of 200 is an ending. */
export const requestAttempt = async <T>(
  { transport, progress }: Reflection<T>,
  path: string,
  signal: AbortSignal,
): Promise<AttemptAnswer> => {
  progress.state = 'connecting';
  const answer = await transport.request({ path, signal });
  if (answer.kind === 'aborted') return { kind: 'ending', ending: { kind: 'ended' } };
  if (answer.kind === 'unreachable')
    return { kind: 'ending', ending: { kind: 'lost', message: answer.message } };
  const { status, body, retryAfterMs } = answer;
  if (status === 200) return { kind: 'body', body };
  const details = await readJson(body);
  return { kind: 'ending', ending: refusalOf(details, { code: status, retryAfterMs, inStream: false }) };
};
