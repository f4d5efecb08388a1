import type { DomainName } from '../../dns/rrset.ts';

/**
 * Names that programs on the LAN look up by themselves, below their search domain, and then obey: a proxy for
 * all traffic (WPAD), a tunnel (ISATAP, RFC 5214), the settings of a mail program, and the machine itself
 * (RFC 6761 §6.3). Whoever may create a Service would have them.
 */
const trusted: ReadonlySet<string> = new Set(['wpad', 'isatap', 'localhost', 'autoconfig', 'autodiscover']);

export const isTrustedBlindly = (name: DomainName): boolean => trusted.has(name.slice(0, name.indexOf('.')));
