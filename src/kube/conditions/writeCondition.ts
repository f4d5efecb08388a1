import type { ServiceKey } from '../../model/service.ts';
import { resourcePath } from '../../store/resources.ts';
import { messageIn, readJson } from '../api/readJson.ts';
import type { Transport } from '../api/transport.ts';
import { conditionPatch, fieldManager, type StandingCondition } from './serviceCondition.ts';

/**
 * | kind      | the Service                                                                |
 * | --------- | -------------------------------------------------------------------------- |
 * | `written` | has the condition, or has none any more                                    |
 * | `gone`    | does not exist any more, or another one has its name                       |
 * | `refused` | does not take this one: the same again would be refused again              |
 * | `failed`  | was not reached, or we may not: nothing can be written for now             |
 */
export type WrittenCondition =
  | { readonly kind: 'written' }
  | { readonly kind: 'gone' }
  | { readonly kind: 'refused'; readonly message: string }
  | { readonly kind: 'failed'; readonly message: string; readonly retryAfterMs: number | undefined };

/** Sets our condition on one Service by server-side apply (undefined: takes it away). */
export const writeCondition = async (
  transport: Transport,
  {
    key,
    uid,
    condition,
  }: {
    readonly key: ServiceKey;
    readonly uid: string;
    readonly condition: StandingCondition | undefined;
  },
  signal: AbortSignal,
): Promise<WrittenCondition> => {
  const [namespace, name = ''] = key.split('/');
  const answer = await transport.request({
    method: 'PATCH',
    path: `${resourcePath('services', namespace)}/${encodeURIComponent(name)}/status?fieldManager=${fieldManager}&force=true`,
    body: JSON.stringify(conditionPatch(key, uid, condition)),
    contentType: 'application/apply-patch+yaml',
    signal,
  });
  if (answer.kind !== 'answer') {
    const message = answer.kind === 'aborted' ? 'stopped' : answer.message;
    return { kind: 'failed', message, retryAfterMs: undefined };
  }
  const { status, retryAfterMs } = answer;
  const json = await readJson(answer.body);
  if (status === 200) return { kind: 'written' };
  if (status === 404 || status === 409) return { kind: 'gone' };
  if (status === 401) transport.renewCredentials();
  const needed = status === 403 ? ', needed a role that grants patch on services/status' : '';
  const message = `Cannot set the condition of Service "${key}": found ${status} ${messageIn(json)}${needed}`;
  const isOwn = status === 400 || status === 413 || status === 422;
  return isOwn ? { kind: 'refused', message } : { kind: 'failed', message, retryAfterMs };
};
