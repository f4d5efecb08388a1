import { dashedAddress, parseAddress } from '../../dns/address.ts';

/** A canonical address with dashes as a label: `10-0-0-1`, `fd00--1`; empty for a text that is no address. */
export const addressLabel = (text: string): string => {
  // 100,000 endpoints have one each, and nearly all are IPv4, where there is nothing but dots to replace.
  if (!text.includes(':')) return text.replaceAll('.', '-');
  const address = parseAddress(text);
  return address === undefined ? '' : dashedAddress(address);
};
