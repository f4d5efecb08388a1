import { joinRrsets, type OracleRrset } from './joinRrsets.ts';
import type { Service } from './readService.ts';

export type Asking = { readonly service: Service; readonly rrsets: readonly OracleRrset[] };

/**
 * The oldest has a name, and shares it with the Services of its namespace (docs/tenants.md). An alias stands
 * alone: it goes without where another of the namespace has addresses.
 */
export const shareOut = (askers: readonly Asking[]): readonly OracleRrset[] => {
  const ranked = [...askers].sort((a, b) => compare(rank(a), rank(b)));
  const [first] = ranked;
  if (first === undefined) return [];
  const ofNamespace = ranked.filter(({ service }) => service.namespace === first.service.namespace);
  const withAddresses = ofNamespace.filter(({ service }) => service.alias === undefined);
  return joinRrsets((withAddresses.length === 0 ? [first] : withAddresses).flatMap(({ rrsets }) => rrsets));
};

const rank = ({ service }: Asking): string => `${service.created} ${service.namespace}/${service.name}`;
const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b));
