import { DnsError } from '../../dns/dnsError.ts';
import { canonicalRdata } from '../../dns/recordTypes.ts';
import type { Rdata, RecordType } from '../../dns/rrset.ts';
import { textRdata } from '../../dns/textRdata.ts';

export type EndpointRdata =
  | { readonly kind: 'rdata'; readonly rdata: Rdata }
  | { readonly kind: 'invalid'; readonly found: string };

/**
 * The RDATA that a target of a DNSEndpoint stands for, by its type: as in a zone file, with names that may
 * lack their trailing dot; a TXT is the text itself, with or without one pair of quotes around it.
 */
export const endpointRdata = (type: RecordType, target: string): EndpointRdata => {
  try {
    return { kind: 'rdata', rdata: type === 'TXT' ? textRdata(target) : canonicalRdata(type, target) };
  } catch (error) {
    if (!(error instanceof DnsError)) throw error;
    return { kind: 'invalid', found: error.message.replace(/^Cannot use the /, 'found ') };
  }
};
