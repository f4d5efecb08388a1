/** Response codes by number (RFC 1035 §4.1.1, RFC 2136 §2.2; TSIG's own from RFC 8945 §3). */
const names: ReadonlyMap<number, string> = new Map([
  [0, 'NOERROR'],
  [1, 'FORMERR'],
  [2, 'SERVFAIL'],
  [3, 'NXDOMAIN'],
  [4, 'NOTIMP'],
  [5, 'REFUSED'],
  [6, 'YXDOMAIN'],
  [7, 'YXRRSET'],
  [8, 'NXRRSET'],
  [9, 'NOTAUTH'],
  [10, 'NOTZONE'],
  [16, 'BADSIG'],
  [17, 'BADKEY'],
  [18, 'BADTIME'],
  [19, 'BADMODE'],
  [20, 'BADNAME'],
  [21, 'BADALG'],
  [22, 'BADTRUNC'],
]);

/** Name of a response code, or `RCODE11` for one without a name. */
export const rcodeName = (rcode: number): string => names.get(rcode) ?? `RCODE${rcode}`;
