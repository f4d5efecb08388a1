import { recordTypeNames } from '../dns/recordTypes.ts';
import type { RecordType } from '../dns/rrset.ts';
import type { AllowRule } from './recordOptions.ts';

/**
 * Types of the records that objects may ask for as they are written: what the rules for DNSEndpoints give,
 * in alphabetical order. All other sources have addresses and names for them, as Services have.
 */
export const typesOfSources = ({
  sources,
  allow,
}: {
  readonly sources: readonly string[];
  readonly allow: readonly {
    readonly kinds?: AllowRule['kinds'] | undefined;
    readonly types?: AllowRule['types'] | undefined;
  }[];
}): readonly RecordType[] => {
  if (!sources.includes('dnsendpoint')) return [];
  const rules = allow.filter(({ kinds }) => kinds === undefined || kinds.includes('DNSEndpoint'));
  const given = new Set(rules.flatMap(({ types }) => types ?? allButDelegations));
  return recordTypeNames.filter((type) => given.has(type));
};

const allButDelegations = recordTypeNames.filter((type) => type !== 'NS');
