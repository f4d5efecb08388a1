import { arrayAt, isJsonObject, type JsonObject, objectAt, textAt } from '../../store/jsonObject.ts';
import { readJson } from '../api/readJson.ts';
import type { Attempt, AttemptResult, Ending } from './attempt.ts';
import { isEarlierVersion } from './isEarlierVersion.ts';
import type { LastChange } from './lastChange.ts';
import type { Reflection } from './reflection.ts';
import { requestAttempt } from './requestAttempt.ts';

/**
 * Asks for the object that changed last: its list says how far the server's store is, too. A watch from a
 * version beyond that would wait without a word, and one from a version that the store has passed again since
 * would leave out what came before.
 */
export const runVersionCheck = async <T>(
  reflection: Reflection<T>,
  { resourceVersion }: Extract<Attempt, { readonly kind: 'version' }>,
  signal: AbortSignal,
): Promise<AttemptResult> => {
  const last = reflection.lastChange.get();
  const result = (ending: Ending): AttemptResult => ({ ending, resourceVersion, openMs: 0 });
  if (last === undefined) return result(behind('whether the server has what it had cannot be told'));
  const answer = await requestAttempt(reflection, `${reflection.path()}${only(last)}`, signal);
  if (answer.kind !== 'body') return result(answer.ending);
  const list = await readJson(answer.body);
  const newest = versionIn(list);
  if (newest === '') return result({ kind: 'garbled', message: 'the answer is no list' });
  if (isEarlierVersion(newest, resourceVersion))
    return result(behind(`the server's store went back to version ${newest}`));
  return result(isAsKnown(arrayAt(list, 'items')[0], last) ? { kind: 'ended' } : behind(wentBack));
};

const only = ({ namespace, name }: LastChange): string => {
  const within = namespace === '' ? '' : `,metadata.namespace=${namespace}`;
  return `limit=1&fieldSelector=${encodeURIComponent(`metadata.name=${name}${within}`)}`;
};

const wentBack = "the server's store went back to an earlier state";
const behind = (message: string): Ending => ({ kind: 'behind', message });

const versionIn = (json: JsonObject): string => textAt(objectAt(json, 'metadata'), 'resourceVersion');

/** What is there may be later, and what is gone may be there anew. */
const isAsKnown = (found: unknown, { isGone, resourceVersion }: LastChange): boolean =>
  isJsonObject(found) ? !isEarlierVersion(versionIn(found), resourceVersion) : isGone;
