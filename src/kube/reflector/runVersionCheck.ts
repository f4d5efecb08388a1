import { arrayAt, isJsonObject, type JsonObject, objectAt, textAt } from '../../store/jsonObject.ts';
import { objectMeta } from '../../store/objectKey.ts';
import { readJson, readText } from '../api/readJson.ts';
import type { Attempt, AttemptResult, Ending } from './attempt.ts';
import { isEarlierVersion } from './isEarlierVersion.ts';
import type { LastChange } from './lastChange.ts';
import type { Reflection } from './reflection.ts';
import { requestAttempt } from './requestAttempt.ts';
import { parseWatchEvent } from './watchEvent.ts';

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

type Known = { readonly resourceVersion: string; readonly signal: AbortSignal };

const look = async <T>(
  reflection: Reflection<T>,
  change: LastChange,
  { resourceVersion, signal }: Known,
): Promise<Ending> => {
  const answer = await requestAttempt(reflection, `${reflection.path()}limit=1&${field(change)}`, signal);
  if (answer.kind !== 'body') return answer.ending;
  const list = await readJson(answer.body);
  const newest = versionIn(list);
  if (newest === '') return { kind: 'garbled', message: 'the answer is no list' };
  if (isEarlierVersion(newest, resourceVersion)) return behind(`it went back to version ${newest}`);
  const found = arrayAt(list, 'items')[0];
  if (isAsKnown(found, change)) return ended;
  if (isJsonObject(found)) return behind('it went back to an earlier state');
  return lookForDeletion(reflection, change, { resourceVersion, signal });
};

/** What is gone since is among the changes since; what the store never had is not. */
const lookForDeletion = async <T>(
  reflection: Reflection<T>,
  change: LastChange,
  { resourceVersion, signal }: Known,
): Promise<Ending> => {
  const since = `watch=1&timeoutSeconds=1&resourceVersion=${encodeURIComponent(resourceVersion)}`;
  const answer = await requestAttempt(reflection, `${reflection.path()}${since}&${field(change)}`, signal);
  if (answer.kind !== 'body') return answer.ending;
  const events = (await readText(answer.body)).split('\n').map((line) => parseWatchEvent(Buffer.from(line)));
  const isDeleted = events.some(
    (event) => event.kind === 'deleted' && objectMeta(event.object)?.name === change.name,
  );
  return isDeleted ? ended : behind('it went back to before an object');
};

const field = ({ namespace, name }: LastChange): string => {
  const within = namespace === '' ? '' : `,metadata.namespace=${namespace}`;
  return `fieldSelector=${encodeURIComponent(`metadata.name=${name}${within}`)}`;
};

const ended: Ending = { kind: 'ended' };
const behind = (what: string): Ending => ({ kind: 'behind', message: `the server's store: ${what}` });

const versionIn = (json: JsonObject): string => textAt(objectAt(json, 'metadata'), 'resourceVersion');

/** What is there may be later, and what is gone may be there anew. */
const isAsKnown = (found: unknown, { isGone, resourceVersion }: LastChange): boolean =>
  isJsonObject(found) ? !isEarlierVersion(versionIn(found), resourceVersion) : isGone;
