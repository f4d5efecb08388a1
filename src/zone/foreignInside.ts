import { compareNames } from '../dns/compareNames.ts';
import type { DomainName } from '../dns/rrset.ts';
import type { Mirror } from './mirror.ts';

const challenge = '_acme-challenge.';

/**
 * Names that others work with inside the territory, and that we never write: `_acme-challenge.<name>`, where
 * certificate programs answer a challenge (RFC 8555 §8.4). `_acme-challenge._tcp.<name>` is of a port with
 * that name, and ours.
 */
export const isOfOthers = (name: DomainName): boolean =>
  name.startsWith(challenge) && name[challenge.length] !== '_';

/** Of these names those that the zone has inside the territory, in canonical order. */
export const foreignInside = ({ layout, outside }: Mirror): readonly DomainName[] =>
  [...outside.names()]
    .filter((name) => {
      if (!isOfOthers(name)) return false;
      const place = layout.placeOf(name);
      return place.kind === 'outside' && place.isInside === true;
    })
    .sort(compareNames);
