import { fault, type Parsed, value } from '../parsed.ts';

const NEEDED = 'a domain name such as k8s.example. is needed';
const MAX_LABEL_OCTETS = 63;
/** 255 octets on the wire (RFC 1035 §3.1) are 253 characters of text without the trailing dot. */
const MAX_NAME_CHARACTERS = 253;

/** A zone's name: letters, digits, `-`, `_` and `/` (RFC 2317) in labels; answered in lower case with a trailing dot. */
export const parseDomainName = (text: string): Parsed<string> => {
  const name = text.trim().toLowerCase().replace(/\.$/, '');
  if (name === '') return fault(text === '' ? 'it is empty' : 'it is the root', NEEDED);
  if (name.length > MAX_NAME_CHARACTERS)
    return fault(`it has ${name.length} characters`, `at most 253 are needed`);
  for (const label of name.split('.')) {
    const wrong = labelFault(label);
    if (wrong !== undefined) return fault(wrong, NEEDED);
  }
  return value(`${name}.`);
};

const labelFault = (label: string): string | undefined => {
  if (label === '') return 'it has an empty label';
  if (label.length > MAX_LABEL_OCTETS) return `the label "${label.slice(0, 12)}…" has ${label.length} octets`;
  const strange = /[^a-z0-9_/-]/.exec(label);
  return strange === null ? undefined : `it has the character "${strange[0]}"`;
};
