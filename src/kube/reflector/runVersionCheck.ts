import { arrayAt, isJsonObject, type JsonObject, objectAt, textAt } from '../../store/jsonObject.ts';
import { readJson } from '../api/readJson.ts';
import type { Attempt, AttemptResult, Ending } from './attempt.ts';
import { isEarlierVersion } from './isEarlierVersion.ts';
import type { LastChange } from './lastChange.ts';
import type { Reflection } from './reflection.ts';
import { requestAttempt } from './requestAttempt.ts';

/**
 * Asks for the objects that changed last: their lists say how far the server's store is, too. A watch from a
 * version beyond that would wait without a word, and one from a version that the store has passed again since
 * would leave out what came before.
 */
export const runVersionCheck = async <T>(
  reflection: Reflection<T>,
  { resourceVersion }: Extract<Attempt, { readonly kind: 'version' }>,
  signal: AbortSignal,
): Promise<AttemptResult> => {
  const changes = reflection.lastChange.get();
  let ending: Ending = changes.length === 0 ? behind('it cannot be told whether it went back') : ended;
  for (const change of changes) {
    if (ending.kind !== 'ended') break;
    ending = await look(reflection, change, { resourceVersion, signal });
  }
  return { ending, resourceVersion, openMs: 0 };
};

const look = async <T>(
  reflection: Reflection<T>,
  change: LastChange,
  { resourceVersion, signal }: { readonly resourceVersion: string; readonly signal: AbortSignal },
): Promise<Ending> => {
  const answer = await requestAttempt(reflection, `${reflection.path()}${only(change)}`, signal);
  if (answer.kind !== 'body') return answer.ending;
  const list = await readJson(answer.body);
  const newest = versionIn(list);
  if (newest === '') return { kind: 'garbled', message: 'the answer is no list' };
  if (isEarlierVersion(newest, resourceVersion)) return behind(`it went back to version ${newest}`);
  return isAsKnown(arrayAt(list, 'items')[0], change) ? ended : behind('it went back to an earlier state');
};

const only = ({ namespace, name }: LastChange): string => {
  const within = namespace === '' ? '' : `,metadata.namespace=${namespace}`;
  return `limit=1&fieldSelector=${encodeURIComponent(`metadata.name=${name}${within}`)}`;
};

const ended: Ending = { kind: 'ended' };
const behind = (what: string): Ending => ({ kind: 'behind', message: `the server's store: ${what}` });

const versionIn = (json: JsonObject): string => textAt(objectAt(json, 'metadata'), 'resourceVersion');

/** What is there may be later, and what is gone may be there anew. */
const isAsKnown = (found: unknown, { isGone, resourceVersion }: LastChange): boolean =>
  isJsonObject(found) ? !isEarlierVersion(versionIn(found), resourceVersion) : isGone;
