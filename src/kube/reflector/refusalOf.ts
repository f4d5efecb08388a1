import { arrayAt, isJsonObject, type JsonObject, objectAt, textAt } from '../../store/jsonObject.ts';
import { messageIn } from '../api/readJson.ts';
import { cappedWaitMs } from '../api/retryAfterMs.ts';
import type { Ending } from './attempt.ts';

/** What a Status object of the API says (an answer of 400 or above, or an ERROR event). */
export const refusalOf = (
  status: JsonObject,
  answer: { readonly code?: number; readonly retryAfterMs?: number | undefined; readonly inStream: boolean },
): Extract<Ending, { readonly kind: 'refused' }> => {
  const code = answer.code ?? (typeof status['code'] === 'number' ? status['code'] : 500);
  const details = objectAt(status, 'details');
  const seconds = details['retryAfterSeconds'];
  const tooLarge = arrayAt(details, 'causes').some(
    (cause) => isJsonObject(cause) && cause['reason'] === 'ResourceVersionTooLarge',
  );
  return {
    kind: 'refused',
    code,
    message: `${code} ${messageIn(status) || messageIn(status, 'reason') || 'without a reason'}`,
    retryAfterMs:
      answer.retryAfterMs ?? (typeof seconds === 'number' ? cappedWaitMs(seconds * 1000) : undefined),
    versionTooLarge: tooLarge || /too large resource version/i.test(textAt(status, 'message')),
    inStream: answer.inStream,
  };
};
