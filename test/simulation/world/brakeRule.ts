import type { ApiContent } from './apiContent.ts';
import type { ModelBind } from './modelBind.ts';
import type { ZoneRecord } from './modelNames.ts';
import { inTerritory, zone } from './zones.ts';

/** The share of our records, and how many, that may go at once; more waits for a person (DESIGN.md, Faults). */
export const brake = { share: 0.3, records: 1, allowMassDelete: false } as const;

/** Whether the Service that a name of the territory belongs to is gone. */
export const isOfGoneService = (content: ApiContent, name: string): boolean => {
  if (!inTerritory(name) || !name.endsWith(`.svc.${zone}`)) return false;
  const [service = '', namespace = ''] = name.slice(0, -`.svc.${zone}`.length).split('.').slice(-2);
  return !content.list('services').some(({ key }) => key === `${namespace}/${service}`);
};

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
  const gone = lost.filter(
    ({ name, ttlSeconds, writer }) =>
      writer !== 'hand' && ttlSeconds !== endpointTtl && isOfGoneService(content, name),
  ).length;
  if (gone <= brake.records) return undefined;
  const side = `_k8s-bind.${zone}`;
  const left = bind.records().filter(({ name, writer }) => writer !== 'hand' && !name.endsWith(side)).length;
  const owned = left + lost.length;
  return gone > owned * brake.share
    ? `took away ${gone} of ${owned} records of Services that are gone, and nobody has allowed it`
    : undefined;
};
