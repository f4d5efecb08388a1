/** Numbers of the record types that are common in a zone (IANA registry "Resource Record (RR) TYPEs"). */
const numbers: ReadonlyMap<string, number> = new Map([
  ['A', 1],
  ['NS', 2],
  ['CNAME', 5],
  ['SOA', 6],
  ['NULL', 10],
  ['PTR', 12],
  ['HINFO', 13],
  ['MX', 15],
  ['TXT', 16],
  ['RP', 17],
  ['AFSDB', 18],
  ['SIG', 24],
  ['KEY', 25],
  ['AAAA', 28],
  ['LOC', 29],
  ['SRV', 33],
  ['NAPTR', 35],
  ['KX', 36],
  ['CERT', 37],
  ['DNAME', 39],
  ['OPT', 41],
  ['APL', 42],
  ['DS', 43],
  ['SSHFP', 44],
  ['IPSECKEY', 45],
  ['RRSIG', 46],
  ['NSEC', 47],
  ['DNSKEY', 48],
  ['DHCID', 49],
  ['NSEC3', 50],
  ['NSEC3PARAM', 51],
  ['TLSA', 52],
  ['SMIMEA', 53],
  ['HIP', 55],
  ['CDS', 59],
  ['CDNSKEY', 60],
  ['OPENPGPKEY', 61],
  ['CSYNC', 62],
  ['ZONEMD', 63],
  ['SVCB', 64],
  ['HTTPS', 65],
  ['SPF', 99],
  ['EUI48', 108],
  ['EUI64', 109],
  ['TKEY', 249],
  ['TSIG', 250],
  ['IXFR', 251],
  ['AXFR', 252],
  ['ANY', 255],
  ['URI', 256],
  ['CAA', 257],
]);

const names: ReadonlyMap<number, string> = new Map([...numbers].map(([name, number]) => [number, name]));

/** How a type is written: its name, or `TYPE65534` (RFC 3597 §5) for one without a name here. */
export const typeName = (typeNumber: number): string => names.get(typeNumber) ?? `TYPE${typeNumber}`;

/** The number of a type name in any case, `TYPEnnn` included; undefined for a word that is no type. */
export const typeNumberOf = (text: string): number | undefined => {
  const upper = text.toUpperCase();
  const digits = /^TYPE(0|[1-9]\d{0,4})$/.exec(upper)?.[1];
  if (digits !== undefined) return Number(digits) <= 0xffff ? Number(digits) : undefined;
  return numbers.get(upper);
};
