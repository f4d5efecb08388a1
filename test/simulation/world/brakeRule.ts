import type { ApiContent } from './apiContent.ts';
import type { ModelBind } from './modelBind.ts';
import type { ZoneRecord } from './modelNames.ts';
import { inTerritory, zone } from './zones.ts';

/** The share of our records, and how many, that may go at once; more waits for a person (DESIGN.md, Faults). */
export const brake = { share: 0.3, records: 1, allowMassDelete: false } as const;

/** Whether the Service that a name of the territory belongs to is gone. */
export const isOfGoneService = (content: ApiContent, name: string): boolean =>
  goneServiceOf(content, name) !== undefined;

const goneServiceOf = (content: ApiContent, name: string): string | undefined => {
  if (!inTerritory(name) || !name.endsWith(`.svc.${zone}`)) return undefined;
  const [service = '', namespace = ''] = name.slice(0, -`.svc.${zone}`.length).split('.').slice(-2);
  const gone = `${namespace}/${service}`;
  return content.list('services').some(({ key }) => key === gone) ? undefined : gone;
};

/**
 * A Service that changed right before it went may have asked for less with that change: what went for that
 * reason is on its way when the Service goes.
 */
const stoodLongMs = 5_000;

/**
 * Endpoints may be seen to go before their Service, by another watch: that none is ready is what the Service
 * says about itself, and is never held back.
 */
const endpointTtl = 5;

/** What is wrong with a message that takes these records away, without anybody's consent. */
export const massDeletion = (
  content: ApiContent,
  lost: readonly ZoneRecord[],
  bind: ModelBind,
): string | undefined => {
  const gone = lost.filter(({ name, ttlSeconds, writer }) => {
    if (writer === 'hand' || ttlSeconds === endpointTtl) return false;
    const service = goneServiceOf(content, name);
    return service !== undefined && content.stoodMs(service) >= stoodLongMs;
  }).length;
  if (gone <= brake.records) return undefined;
  const side = `_k8s-bind.${zone}`;
  const left = bind.records().filter(({ name, writer }) => writer !== 'hand' && !name.endsWith(side)).length;
  const owned = left + lost.length;
  return gone > owned * brake.share
    ? `took away ${gone} of ${owned} records of Services that are gone, and nobody has allowed it`
    : undefined;
};
