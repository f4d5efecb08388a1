import { Buffer } from 'node:buffer';

/**
 * The octets of a base64 secret, blanks allowed as BIND does; or what is wrong with it, without showing it.
 * Node's own decoder takes anything, so the text is checked first. BIND accepts an empty secret, this does
 * not.
 */
export const parseSecret = (text: string): Buffer | string => {
  const base64 = text.replaceAll(/\s+/g, '');
  if (base64 === '') return 'is empty, needed at least one octet';
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(base64))
    return 'is no base64, needed only A-Z a-z 0-9 + / and = at its end';
  if (base64.length % 4 !== 0)
    return 'has a length that is no multiple of 4, needed base64 with its = padding';
  const octets = Buffer.from(base64, 'base64');
  return octets.toString('base64') === base64
    ? octets
    : 'is base64 with stray bits at its end, needed the text unchanged';
};
