import { joinRrsets, type OracleRrset } from './joinRrsets.ts';
import type { Request } from './requests.ts';

/**
 * The oldest has a name, and shares it with the objects of its namespace (docs/tenants.md; SOURCES.md S3). An
 * alias stands alone: it goes without where another of the namespace has addresses.
 */
export const shareOut = (requests: readonly Request[]): readonly OracleRrset[] => {
  const ranked = requests.filter(({ rrsets }) => rrsets.length > 0).sort((a, b) => compare(rank(a), rank(b)));
  const [first] = ranked;
  if (first === undefined) return [];
  const ofNamespace = ranked.filter(({ who }) => who.namespace === first.who.namespace);
  const withAddresses = ofNamespace.filter(({ who }) => !who.isAlias);
  return joinRrsets((withAddresses.length === 0 ? [first] : withAddresses).flatMap(({ rrsets }) => rrsets));
};

const rank = ({ who }: Request): string => `${who.created} ${who.kind} ${who.namespace}/${who.name}`;
const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b));
