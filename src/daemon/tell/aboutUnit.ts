import type { DesiredZone } from '../../controller/desired/desiredZone.ts';
import type { DomainName } from '../../dns/rrset.ts';
import { type ObjectRef, objectRefText } from '../../model/objectRef.ts';
import { type UnitKey, unitOf } from '../../zone/unit.ts';

/**
 * What a unit is to people. `name` is empty for all names of a Service below `svc`; `object` is undefined for
 * a name that no single object asks for: the zone's own, a Pod's that several Services share, and a PTR.
 */
export type AboutUnit = { readonly name: DomainName; readonly object: ObjectRef | undefined };

export const aboutUnit = (
  { at, originOf }: Pick<DesiredZone, 'at' | 'originOf'>,
  key: UnitKey,
): AboutUnit => {
  const unit = unitOf(key);
  return unit.kind === 'object'
    ? { name: '', object: originOf(unit.key) }
    : { name: unit.name, object: at(unit.name)?.origin };
};

/** A unit in words, to stand in a message. */
export const unitText = ({ name, object }: AboutUnit): string => {
  if (name === '') return `the records of ${originText(object)}`;
  return object === undefined ? `"${name}"` : `"${name}" for ${objectRefText(object)}`;
};

/** What asks for a name, in words. */
export const originText = (origin: ObjectRef | undefined): string =>
  origin === undefined ? 'nobody' : objectRefText(origin);
