import type { HostName } from '../hostName.ts';
import { hostName } from '../hostName.ts';
import type { SourceRequest } from './sourceRequest.ts';

const wildcard = '*.';

/**
 * The name of a request in canonical form: a host name, with `*.` in front of it where a wildcard is asked
 * for (RFC 4592), and where `names` says so with labels that begin with an underscore (RFC 8552).
 */
export const parseRequestedName = ({ text, names }: Pick<SourceRequest, 'text' | 'names'>): HostName => {
  const trimmed = text.trim();
  const isWildcard = trimmed.startsWith(wildcard);
  const rest = isWildcard ? trimmed.slice(wildcard.length) : trimmed;
  const parsed = hostName(names === 'any' ? withoutUnderscores(rest) : rest);
  if (parsed.kind === 'invalid') return parsed;
  const lower = rest.toLowerCase();
  // In one piece: such names are kept by the thousand, and one put together by a template keeps its parts.
  const absolute = lower.endsWith('.') ? lower : [lower, ''].join('.');
  const name = isWildcard ? `${wildcard}${absolute}` : absolute;
  if (name.length <= 254) return { kind: 'name', name };
  return {
    kind: 'invalid',
    problem: 'name-too-long',
    found: `it has ${name.length + 1} octets, a name has at most 255`,
  };
};

/** The same name with another character in place of each underscore that a label begins with. */
const withoutUnderscores = (text: string): string => text.replaceAll(/(^|\.)_(?=[^.])/g, '$1u');
