import { dashedAddress, parseAddress } from '../dns/address.ts';

/** An address with dashes as a label (`10-0-0-1`); empty for a text that is no address. */
export const addressLabel = (text: string): string => {
  const address = parseAddress(text);
  return address === undefined ? '' : dashedAddress(address);
};
