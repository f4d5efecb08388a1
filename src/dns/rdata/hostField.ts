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
  const name = absolute(field);
  // By the canonical name, in which no digit is written as an escape.
  if (parseAddress(name.slice(0, -1)) !== undefined)
    throw badRdata(type, field, 'the name of a host in place of an address');
  return name;
};
