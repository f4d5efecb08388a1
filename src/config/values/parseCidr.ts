import { parseAddress } from '../../dns/address.ts';
import { parseCidr as readCidr } from '../../dns/cidr.ts';
import { fault, type Parsed, value } from '../parsed.ts';

/**
 * A network `ADDRESS/BITS` as canonical text. Bits beyond the prefix are refused: one of the two halves is
 * then a slip.
 */
export const parseCidr = (text: string): Parsed<string> => {
  const cidr = readCidr(text);
  if (cidr === undefined) return fault('no network', 'ADDRESS/BITS such as 10.0.0.0/16 or fd00::/64');
  const written = parseAddress(text.slice(0, text.indexOf('/')))?.text;
  return cidr.text === `${written}/${cidr.prefixLength}`
    ? value(cidr.text)
    : fault(`bits of the address beyond /${cidr.prefixLength}`, cidr.text);
};
