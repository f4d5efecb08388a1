import { type HostName, hostName } from './hostName.ts';

/**
 * A host name that something points at. Its last label is no number: that is an address, written so that it
 * was taken for a name (`1.2.3.4.`, `010.1.1.1`), and nobody has a top-level domain of digits (RFC 3696 §2).
 */
export const targetName = (text: string): HostName => {
  const parsed = hostName(text);
  return parsed.kind === 'name' && /(?:^|\.)[0-9]+\.$/.test(parsed.name)
    ? {
        kind: 'invalid',
        problem: 'invalid-name',
        found: 'its last label is a number, needed the name of a host in place of an address',
      }
    : parsed;
};
