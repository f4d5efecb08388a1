import { parseAddress } from '../address.ts';
import type { DomainName, RecordType } from '../rrset.ts';
import { badRdata } from './recordTypeRow.ts';

/**
 * The name of a host: an address in its place would be a name that nobody finds. BIND only warns of it, in
 * its log. Throws DnsError.
 */
export const hostField = (
  type: RecordType,
  field: string,
  absolute: (name: string) => DomainName,
): DomainName => {
  if (parseAddress(field.replace(/\.$/, '')) !== undefined)
    throw badRdata(type, field, 'the name of a host in place of an address');
  return absolute(field);
};
