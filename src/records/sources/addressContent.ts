import { splitFamilies } from '../answers/answer.ts';
import type { RrsetContent, SourceContext } from './sourceRequest.ts';

/**
 * A and AAAA of the addresses that an object asks for, as far as the zone holds them: without any RDATA where
 * it holds none, so that nothing else takes their place.
 */
export const addressContent = (
  context: Pick<SourceContext, 'filter' | 'ttlSeconds'>,
  addresses: readonly string[],
): readonly RrsetContent[] => {
  const { ttlSeconds } = context;
  const { ipv4, ipv6 } = splitFamilies(context, addresses);
  const isAsked = (ofIpv6: boolean): boolean => addresses.some((text) => text.includes(':') === ofIpv6);
  return [
    ...(isAsked(false) ? [{ type: 'A', ttlSeconds, rdatas: ipv4 } as const] : []),
    ...(isAsked(true) ? [{ type: 'AAAA', ttlSeconds, rdatas: ipv6 } as const] : []),
  ];
};
