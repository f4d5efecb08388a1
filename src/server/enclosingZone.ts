import type { DecodedRecord } from '../dns/decodeMessage.ts';
import { encodeQuery } from '../dns/query.ts';
import { rcodeName } from '../dns/rcodeName.ts';
import type { DomainName } from '../dns/rrset.ts';
import type { SignedExchange } from './signedExchange.ts';
import type { ReadFailure } from './updateOutcome.ts';

export type EnclosingZone =
  | { readonly kind: 'zone'; readonly zone: DomainName }
  /** The server has no zone for the name, or only one of its built-in empty ones. */
  | { readonly kind: 'none' }
  | ReadFailure;

/**
 * The zone on this server that holds a name: the owner of the SOA in its authoritative answer, or, where the
 * name itself is no apex, in the authority section of a negative one (RFC 2308 §3). Knot DNS looks for the
 * key in the zone, and refuses unsigned where it has none; who forges that hides a zone, and gains nothing.
 */
export const enclosingZone = async (exchange: SignedExchange, name: DomainName): Promise<EnclosingZone> => {
  const result = await exchange((id) => encodeQuery({ id, name, type: 'SOA', keepalive: true }));
  if (result.kind === 'unknown' && result.unsignedRcode === 'REFUSED') return { kind: 'none' };
  if (result.kind !== 'answer') return result;
  const { rcode, authoritative, answers, authority } = result.message;
  const rcodeText = rcodeName(rcode);
  if (rcodeText !== 'NOERROR' && rcodeText !== 'NXDOMAIN') return { kind: 'none' };
  const soa = [...answers, ...authority].find(({ type }) => type === 'SOA');
  if (!authoritative || soa === undefined || isBuiltIn(soa)) return { kind: 'none' };
  return { kind: 'zone', zone: soa.name };
};

/**
 * BIND serves empty zones for private networks (RFC 6303) unless configured otherwise: serial 0, and the root
 * as mailbox. They take no updates.
 */
const isBuiltIn = ({ rdata }: DecodedRecord): boolean => /^\S+ \. 0 /.test(rdata);
