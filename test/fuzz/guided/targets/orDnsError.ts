import { DnsError } from '../../../../src/dns/dnsError.ts';
import { inOneLine } from '../inOneLine.ts';

/** What is returned, or undefined with a DnsError of one line. */
export const orDnsError = <T>(run: () => T): T | undefined => {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof DnsError)) throw error;
    inOneLine(error.message);
    return undefined;
  }
};
