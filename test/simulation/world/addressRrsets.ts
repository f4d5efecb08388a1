import { type OracleRrset, unique } from './joinRrsets.ts';

/** A and AAAA of these addresses; none where there are none. */
export const addressRrsets = (
  name: string,
  addresses: readonly string[],
  ttlSeconds: number,
): readonly OracleRrset[] =>
  (['A', 'AAAA'] as const).flatMap((type) => {
    const rdatas = unique(addresses.filter((address) => address.includes(':') === (type === 'AAAA')));
    return rdatas.length === 0 ? [] : [{ name, type, ttlSeconds, rdatas }];
  });
