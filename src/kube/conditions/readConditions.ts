import { type ServiceKey, serviceKey } from '../../model/service.ts';
import { isJsonObject, type JsonObject, objectAt, textAt } from '../../store/jsonObject.ts';
import { resourcePath } from '../../store/resources.ts';
import { messageIn, readText } from '../api/readJson.ts';
import type { Transport } from '../api/transport.ts';
import { conditionOf, type StandingCondition } from './serviceCondition.ts';

export type ReadConditions =
  | { readonly kind: 'read'; readonly conditions: Map<ServiceKey, StandingCondition> }
  | { readonly kind: 'failed'; readonly message: string };

const usualPage = 100;
/** Objects of others stand in a page: where they are large, it is asked for in smaller ones. */
const pageLimits = { maxOctets: 16 << 20, limitMs: 30_000 };

/** The conditions of ours that stand on Services, page by page. @param namespaces undefined: all */
export const readConditions = async (
  transport: Transport,
  namespaces: readonly string[] | undefined,
  signal: AbortSignal,
): Promise<ReadConditions> => {
  const conditions = new Map<ServiceKey, StandingCondition>();
  for (const namespace of namespaces ?? [undefined]) {
    const path = resourcePath('services', namespace);
    let limit = usualPage;
    let next: string | undefined = '';
    while (next !== undefined) {
      const query: string = next === '' ? '' : `&continue=${encodeURIComponent(next)}`;
      const page = await readPage(transport, `${path}?limit=${limit}${query}`, signal);
      if (page.kind === 'failed') return page;
      if (page.kind === 'too-large') {
        // One that exceeds this alone is no Service of the API's: what follows it is not known.
        if (limit === 1) break;
        limit = Math.ceil(limit / 4);
        continue;
      }
      for (const service of page.items) note(conditions, service);
      next = page.next;
    }
  }
  return { kind: 'read', conditions };
};

const note = (conditions: Map<ServiceKey, StandingCondition>, service: JsonObject): void => {
  const condition = conditionOf(service);
  const metadata = objectAt(service, 'metadata');
  const key = serviceKey({ namespace: textAt(metadata, 'namespace'), name: textAt(metadata, 'name') });
  if (condition !== undefined) conditions.set(key, condition);
};

type Page =
  | { readonly kind: 'page'; readonly items: readonly JsonObject[]; readonly next: string | undefined }
  | { readonly kind: 'too-large' }
  | { readonly kind: 'failed'; readonly message: string };

const readPage = async (transport: Transport, path: string, signal: AbortSignal): Promise<Page> => {
  const answer = await transport.request({ path, signal });
  if (answer.kind !== 'answer') return failed(answer.kind === 'aborted' ? 'stopped' : answer.message);
  const text = await readText(answer.body, pageLimits);
  if (answer.status === 401) transport.renewCredentials();
  if (answer.status === 200 && text.length >= pageLimits.maxOctets) return { kind: 'too-large' };
  const json = parse(text);
  if (answer.status !== 200 || json === undefined)
    return failed(`Cannot read conditions of Services: found ${answer.status} ${messageIn(json ?? {})}`);
  const { items } = json as { readonly items?: unknown };
  const next = textAt(objectAt(json, 'metadata'), 'continue');
  return {
    kind: 'page',
    items: Array.isArray(items) ? items.filter(isJsonObject) : [],
    next: next === '' ? undefined : next,
  };
};

const failed = (message: string): Page => ({ kind: 'failed', message });

const parse = (text: string): JsonObject | undefined => {
  try {
    const json: unknown = JSON.parse(text);
    return isJsonObject(json) ? json : undefined;
  } catch {
    return undefined;
  }
};
