import { relativeTo } from './canonicalName.ts';
import { compareNames } from './compareNames.ts';
import { encodeRdata } from './recordTypes.ts';
import type { DomainName, ResourceRecord, Rrset } from './rrset.ts';

/**
 * With `origin`, owner names are written relative to it and {@link formatZone} begins with an `$ORIGIN` line.
 * Names in RDATA stay absolute.
 */
export type ZoneTextOptions = { readonly origin?: DomainName };

/** One record as a line of a zone file (RFC 1035 §5), single blanks between the fields, no line end. */
export const formatRecord = (record: ResourceRecord, options: ZoneTextOptions = {}): string =>
  `${owner(record.name, options)} ${record.ttlSeconds} IN ${record.type} ${record.rdata}`;

/** One line per record of an RRset, in canonical order. */
export const formatRrset = (rrset: Rrset, options: ZoneTextOptions = {}): string =>
  recordsOfRrset(rrset)
    .sort(compareRecords)
    .map((record) => formatRecord(record, options))
    .join('\n');

/**
 * Records as a zone file in canonical order, columns aligned, each line with its end. Empty for no records.
 */
export const formatZone = (records: readonly ResourceRecord[], options: ZoneTextOptions = {}): string => {
  const rows = [...records]
    .sort(compareRecords)
    .map((record) => ({ record, name: owner(record.name, options) }));
  // One very long name must not push all columns out of sight.
  const nameWidth = Math.min(maxNameWidth, longest(rows.map(({ name }) => name)));
  const ttlWidth = longest(rows.map(({ record }) => String(record.ttlSeconds)));
  const typeWidth = longest(rows.map(({ record }) => record.type));
  const lines = rows.map(({ record, name }) => {
    const ttl = String(record.ttlSeconds).padStart(ttlWidth);
    return `${name.padEnd(nameWidth)} ${ttl} IN ${record.type.padEnd(typeWidth)} ${record.rdata}\n`;
  });
  const origin = options.origin === undefined || rows.length === 0 ? '' : `$ORIGIN ${options.origin}\n`;
  return origin + lines.join('');
};

/** The records of an RRset, in its order. */
export const recordsOfRrset = ({ name, type, ttlSeconds, rdatas }: Rrset): ResourceRecord[] =>
  rdatas.map((rdata) => ({ name, type, ttlSeconds, rdata }));

/**
 * Order of records in a zone: names canonically (RFC 4034 §6.1), types by their names, RDATA by its octets
 * (§6.3), TTL. For `sort`.
 */
export const compareRecords = (a: ResourceRecord, b: ResourceRecord): number =>
  compareNames(a.name, b.name) ||
  compareTexts(a.type, b.type) ||
  compareRdatas(a, b) ||
  a.ttlSeconds - b.ttlSeconds;

const maxNameWidth = 60;

const owner = (name: DomainName, { origin }: ZoneTextOptions): string =>
  origin === undefined ? name : relativeTo(name, origin);

const longest = (texts: readonly string[]): number =>
  texts.reduce((most, text) => Math.max(most, text.length), 0);

const compareTexts = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

const compareRdatas = (a: ResourceRecord, b: ResourceRecord): number =>
  a.rdata === b.rdata ? 0 : encodeRdata(a.type, a.rdata).compare(encodeRdata(b.type, b.rdata));
