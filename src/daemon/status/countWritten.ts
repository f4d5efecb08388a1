import type { DesiredZone } from '../../controller/desired/desiredZone.ts';
import type { Ledger } from '../../controller/write/ledger.ts';
import { objectRefKey, serviceKeyOf } from '../../model/objectRef.ts';
import { nameUnit, unitOf } from '../../zone/unit.ts';

/** Of how many Services, and of how many objects of other kinds, records stand in the zone. */
export type WrittenCounts = { readonly services: number; readonly objects: number };

export const countWritten = (
  desired: Pick<DesiredZone, 'names' | 'at' | 'originOf'>,
  ledger: Pick<Ledger, 'sources' | 'records'>,
): WrittenCounts => {
  const services = new Set<string>();
  const objects = new Set<string>();
  const add = (origin: Parameters<typeof objectRefKey>[0] | undefined): void => {
    if (origin === undefined) return;
    (serviceKeyOf(origin) === undefined ? objects : services).add(objectRefKey(origin));
  };
  for (const unit of ledger.sources().keys()) {
    const found = unitOf(unit);
    if (found.kind === 'object') add(desired.originOf(found.key));
  }
  for (const name of desired.names()) {
    if (ledger.records(nameUnit(name)) > 0) add(desired.at(name)?.origin);
  }
  return { services: services.size, objects: objects.size };
};
