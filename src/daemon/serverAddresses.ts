import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';

/**
 * The addresses of name servers that are known by name or address; asked again from time to time, as a host
 * may get another one.
 */
export type ServerAddresses = {
  readonly has: (address: string) => boolean;
  /** Looks the names up now. A name that cannot be found keeps the addresses it had. */
  readonly refresh: () => Promise<void>;
};

export const createServerAddresses = (hosts: readonly string[]): ServerAddresses => {
  const known = new Map<string, readonly string[]>();
  for (const host of hosts) known.set(host, isIP(host) === 0 ? [] : [host]);
  return {
    has: (address) => [...known.values()].some((addresses) => addresses.includes(address)),
    refresh: async () => {
      for (const host of known.keys()) {
        if (isIP(host) !== 0) continue;
        const found = await lookup(host, { all: true }).catch(() => []);
        if (found.length > 0)
          known.set(
            host,
            found.map(({ address }) => address),
          );
      }
    },
  };
};
