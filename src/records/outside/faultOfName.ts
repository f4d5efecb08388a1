import { labelsOf } from '../../dns/canonicalName.ts';
import type { DomainName } from '../../dns/rrset.ts';
import type { Asker } from '../asker.ts';
import { reservedFor } from '../inside/territoryOf.ts';
import { isAllowedByName } from './isAllowed.ts';
import { isTrustedBlindly } from './isTrustedBlindly.ts';
import { type Fault, maxRequestedCharacters, tooLongFault } from './requestProblem.ts';

/** Why nobody may have a name outside the territory, whoever asks; undefined where one may. */
export const faultOfName = (name: DomainName, asker: Asker): Fault | undefined => {
  const reserved = reservedFor(name, asker.options) ?? reservedLabel(name);
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

const reservedLabel = (name: DomainName): string | undefined =>
  name.includes(ownLabel) && labelsOf(name).includes(ownLabel) ? 'the marks of ownership' : undefined;
