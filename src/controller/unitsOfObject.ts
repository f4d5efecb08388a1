import { type OriginKey, originRef } from '../model/objectRef.ts';
import { objectUnit, type UnitKey } from '../zone/unit.ts';

/**
 * The units in which a forward zone may have an object pending: the object itself, until it is taken in,
 * and for a ServiceImport its names below `svc`, which are a unit as those of the Service of its name would
 * be.
 */
export const unitsOfObject = (key: OriginKey): readonly UnitKey[] => {
  const { kind, namespace, name } = originRef(key);
  return [objectUnit(key), ...(kind === 'ServiceImport' ? [objectUnit(`${namespace}/${name}`)] : [])];
};
