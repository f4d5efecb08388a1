import type { DesiredZone } from '../../controller/desired/desiredZone.ts';
import type { DomainName } from '../../dns/rrset.ts';
import type { ServiceKey } from '../../model/service.ts';
import { type UnitKey, unitOf } from '../../zone/unit.ts';

/**
 * What a unit is to people. `name` is empty for all names of a Service below `svc`; `service` is empty for a
 * name that no single Service asks for: the zone's own, a Pod's that several share, and a PTR.
 */
export type AboutUnit = { readonly name: DomainName; readonly service: ServiceKey };

export const aboutUnit = ({ wish }: Pick<DesiredZone, 'wish'>, key: UnitKey): AboutUnit => {
  const unit = unitOf(key);
  return unit.kind === 'object'
    ? { name: '', service: unit.key }
    : { name: unit.name, service: wish(unit.name)?.service ?? '' };
};

/** A unit in words, to stand in a message. */
export const unitText = ({ name, service }: AboutUnit): string => {
  if (name === '') return `the records of Service ${service}`;
  return service === '' ? `"${name}"` : `"${name}" for Service ${service}`;
};
