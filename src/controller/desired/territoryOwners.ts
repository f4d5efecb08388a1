import { type ObjectRef, type OriginKey, originRef, serviceRef } from '../../model/objectRef.ts';
import type { RecordOptions } from '../../records/recordOptions.ts';
import { objectUnit, type UnitKey } from '../../zone/unit.ts';

/**
 * Whose the names below `svc.<zone>` are: those of Services, or, in the zone of a cluster set, of
 * ServiceImports.
 */
export type TerritoryOwners = {
  /** Undefined for an object of a kind that has no names there. */
  readonly unitOf: (key: OriginKey) => UnitKey | undefined;
  /** The object whose unit `namespace/name` is. */
  readonly originOf: (key: OriginKey) => ObjectRef;
};

export const territoryOwners = ({ sources }: Pick<RecordOptions, 'sources'>): TerritoryOwners => {
  const kind = sources.includes('import') ? 'ServiceImport' : 'Service';
  return {
    unitOf: (key) => {
      const ref = originRef(key);
      return ref.kind === kind ? objectUnit(`${ref.namespace}/${ref.name}`) : undefined;
    },
    originOf: (key) => ({ ...serviceRef(key), kind }),
  };
};
