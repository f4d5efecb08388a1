import { labelsOf } from '../../dns/canonicalName.ts';
import type { DomainName } from '../../dns/rrset.ts';
import type { Asker } from '../asker.ts';
import { reservedFor } from '../inside/territoryOf.ts';
import { isAllowedByName } from './isAllowed.ts';
import { isTrustedBlindly } from './isTrustedBlindly.ts';
import { type Fault, maxRequestedCharacters, tooLongFault } from './requestProblem.ts';

/**
 * Why nobody may have a name outside the territory, whoever asks; undefined where one may.
 *
 * @param mayBeApex a rule may give the zone's own name
 */
export const faultOfName = (name: DomainName, asker: Asker, mayBeApex = false): Fault | undefined => {
  const isApex = mayBeApex && name === asker.options.zone;
  const reserved =
    (isApex ? undefined : reservedFor(name, asker.options)) ?? reservedLabel(name, asker.options.zone);
  if (reserved !== undefined)
    return { kind: 'reserved-name', name, found: `the name is kept for ${reserved}, needed another` };
  if (isTrustedBlindly(name) && !isAllowedByName(asker, name)) {
    const found = `programs look "${name.slice(0, name.indexOf('.'))}" up by themselves and trust it, needed an allow rule with this very name`;
    return { kind: 'denied-name', name, found };
  }
  return faultOfLength(name);
};

export const faultOfLength = (name: DomainName): Fault | undefined =>
  name.length > maxRequestedCharacters
    ? { kind: 'name-too-long', name, found: tooLongFault(name) }
    : undefined;

/** Claims and marks stand below this label: `claimLabel` in zone/claim.ts. */
const ownLabel = '_k8s-bind';

/** The mark of the zone's own name stands where that of `_apex` would. */
const reservedLabel = (name: DomainName, zone: DomainName): string | undefined =>
  name === `_apex.${zone}` || (name.includes(ownLabel) && labelsOf(name).includes(ownLabel))
    ? 'the marks of ownership'
    : undefined;
