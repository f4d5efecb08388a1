import { canonicalName, checkName } from '../../dns/canonicalName.ts';
import { fault, type Parsed, secondHalf, value } from '../parsed.ts';

const NEEDED = 'a domain name such as k8s.example.';

/**
 * The name of a zone or a key: letters, digits, `-`, `_` and `/` (RFC 2317) in labels; answered in lower case
 * with a trailing dot.
 */
export const parseDomainName = (text: string): Parsed<string> => {
  if (text === '' || text === '.') return fault(text === '' ? 'nothing' : 'the root', NEEDED);
  const strange = /[^A-Za-z0-9_/.-]/u.exec(text);
  if (strange !== null) return fault(`the character "${strange[0]}"`, NEEDED);
  const problem = checkName(text);
  return problem === undefined ? value(canonicalName(text)) : secondHalf(problem.message);
};
