import { socketText } from '../socketText.ts';

/** Why an address cannot be listened on, in one line for the user. */
export const listenFault = (
  option: string,
  address: { readonly host: string; readonly port: number },
  error: unknown,
): string => {
  const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
  const at = socketText(address);
  return `Cannot use ${option} "${at}": ${reasons.get(code) ?? `found the error ${code}, needed an address of this host and a free port`}`;
};

const reasons: ReadonlyMap<string, string> = new Map([
  ['EADDRINUSE', 'found another program on that port, needed a free one'],
  ['EACCES', 'found no right to use that port, needed one above 1023, or CAP_NET_BIND_SERVICE'],
  ['EPERM', 'found no right to use that port, needed one above 1023, or CAP_NET_BIND_SERVICE'],
  ['EADDRNOTAVAIL', 'found no such address on this host, needed one of its own'],
  ['ENOTFOUND', 'found no address of that name, needed an address of this host'],
]);
