import { canonicalName, checkName } from '../../src/dns/canonicalName.ts';
import { DnsError } from '../../src/dns/dnsError.ts';
import { encodeRdata, isRecordType, recordTypes } from '../../src/dns/recordTypes.ts';
import type { DomainName, Rdata, ResourceRecord } from '../../src/dns/rrset.ts';
import { typeName, typeNumberOf } from '../../src/dns/typeNumberOf.ts';
import type { ZoneEntry, ZoneTextProblem } from './zoneEntries.ts';
import { zoneEntries } from './zoneEntries.ts';

/**
 * A record of a type this program does not write. RDATA is as it was written, but names in SOA and DNAME are
 * canonical.
 */
export type ForeignRecord = {
  readonly name: DomainName;
  readonly type: string;
  readonly ttlSeconds: number;
  readonly rdata: Rdata;
};

/** What a zone file holds. An entry with a problem is in neither list. */
export type ZoneText = {
  readonly records: readonly ResourceRecord[];
  readonly foreign: readonly ForeignRecord[];
  readonly problems: readonly ZoneTextProblem[];
};

/**
 * Reads a zone file (RFC 1035 §5, `$TTL` of RFC 2308 §4), class IN: `$ORIGIN`, `@`, relative names, a blank
 * owner, parentheses, comments, TTLs such as `1h30m`. `$INCLUDE` and `$GENERATE` are problems. A record
 * without a TTL takes that of `$TTL`, then that of the record before, then `defaultTtlSeconds`.
 */
export const parseZoneText = (
  text: string,
  options: { readonly origin: DomainName; readonly defaultTtlSeconds?: number },
): ZoneText => {
  const { entries, problems: lexical } = zoneEntries(text);
  const state: ZoneState = { ...options, owner: undefined, ttlSeconds: undefined, lastTtlSeconds: undefined };
  const records: ResourceRecord[] = [];
  const foreign: ForeignRecord[] = [];
  const problems = [...lexical];
  for (const entry of entries) {
    try {
      const record =
        entry.fields[0]?.startsWith('$') === true ? directive(entry, state) : readRecord(entry, state);
      if (record?.kind === 'record') records.push(record.record);
      if (record?.kind === 'foreign') foreign.push(record.record);
    } catch (error) {
      if (!(error instanceof DnsError)) throw error;
      problems.push({ line: entry.line, message: error.message });
    }
  }
  return { records, foreign, problems: problems.sort((a, b) => a.line - b.line) };
};

/** What earlier entries decide for later ones. Mutable while a text is read. */
type ZoneState = {
  origin: DomainName;
  readonly defaultTtlSeconds?: number;
  owner: DomainName | undefined;
  ttlSeconds: number | undefined;
  lastTtlSeconds: number | undefined;
};

type Read =
  | { readonly kind: 'record'; readonly record: ResourceRecord }
  | { readonly kind: 'foreign'; readonly record: ForeignRecord };

const directive = ({ fields }: ZoneEntry, state: ZoneState): undefined => {
  const [word = '', value = '', ...rest] = fields;
  const ttlSeconds = parseTtl(value);
  if (word.toUpperCase() === '$ORIGIN' && value !== '' && rest.length === 0) {
    state.origin = absolute(value, state.origin);
  } else if (word.toUpperCase() === '$TTL' && ttlSeconds !== undefined && rest.length === 0) {
    state.ttlSeconds = ttlSeconds;
  } else {
    throw unreadable(fields, 'a directive', '$ORIGIN with a name or $TTL with a time');
  }
};

const readRecord = ({ fields, startsWithBlank }: ZoneEntry, state: ZoneState): Read => {
  const [first = '', ...others] = fields;
  if (!startsWithBlank) state.owner = absolute(first, state.origin);
  const name = state.owner;
  if (name === undefined) throw unreadable(fields, 'no owner', 'one before it');
  const { ttlSeconds, type, rdataFields } = readTtlClassType(startsWithBlank ? fields : others, fields);
  const ttl = ttlSeconds ?? state.ttlSeconds ?? state.lastTtlSeconds ?? state.defaultTtlSeconds;
  if (ttl === undefined) throw unreadable(fields, 'no TTL', 'one, or a $TTL line before it');
  state.lastTtlSeconds = ttl;
  const toAbsolute = (text: string): DomainName => absolute(text, state.origin);
  if (!isRecordType(type)) {
    const rdata = foreignRdata(type, rdataFields, toAbsolute);
    return { kind: 'foreign', record: { name, type, ttlSeconds: ttl, rdata } };
  }
  const rdata = recordTypes[type].fromFields(rdataFields, toAbsolute);
  // Encoding checks all that the text alone does not show.
  encodeRdata(type, rdata);
  return { kind: 'record', record: { name, type, ttlSeconds: ttl, rdata } };
};

/** TTL and class may stand in either order, or not at all (RFC 1035 §5.1). */
const readTtlClassType = (
  fields: readonly string[],
  whole: readonly string[],
): {
  readonly ttlSeconds: number | undefined;
  readonly type: string;
  readonly rdataFields: readonly string[];
} => {
  let at = 0;
  let ttlSeconds: number | undefined;
  for (let seenClass = false; at < 2; at++) {
    const field = fields[at] ?? '';
    const ttl = parseTtl(field);
    if (ttl !== undefined && ttlSeconds === undefined) ttlSeconds = ttl;
    else if (field.toUpperCase() === 'IN' && !seenClass) seenClass = true;
    else break;
  }
  const typeNumber = typeNumberOf(fields[at] ?? '');
  if (typeNumber === undefined) {
    throw unreadable(whole, `"${fields[at] ?? ''}"`, 'owner, TTL, IN, a record type and its data');
  }
  return { ttlSeconds, type: typeName(typeNumber), rdataFields: fields.slice(at + 1) };
};

/** Where the names stand in RDATA of these types. */
const nameFields: Readonly<Record<string, readonly number[]>> = { SOA: [0, 1], DNAME: [0] };

const foreignRdata = (
  type: string,
  fields: readonly string[],
  toAbsolute: (text: string) => DomainName,
): Rdata => {
  const places = nameFields[type] ?? [];
  const numbers =
    type === 'SOA' ? fields.map((field, index) => (index > 2 ? (parseTtl(field) ?? field) : field)) : fields;
  return numbers
    .map((field, index) => (places.includes(index) ? toAbsolute(String(field)) : field))
    .join(' ');
};

const absolute = (text: string, origin: DomainName): DomainName => {
  const relative = text !== '@' && !/(?:^|[^\\])(?:\\\\)*\.$/.test(text);
  const whole = text === '@' ? origin : relative ? `${text}.${origin === '.' ? '' : origin}` : text;
  const problem = checkName(whole);
  if (problem !== undefined) throw new DnsError('badName', problem.message);
  return canonicalName(whole);
};

const unitSeconds: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 };

/** Seconds of `3600` or `1h30m`; undefined for what is no time, or above 2^31 - 1 (RFC 2181 §8). */
const parseTtl = (text: string): number | undefined => {
  if (!/^(?:\d+|(?:\d+[smhdw])+)$/i.test(text)) return undefined;
  const parts = [...text.toLowerCase().matchAll(/(\d+)([smhdw]?)/g)];
  const seconds = parts.reduce(
    (sum, [, count, unit]) => sum + Number(count) * (unitSeconds[unit ?? ''] ?? 1),
    0,
  );
  return seconds <= 0x7fffffff ? seconds : undefined;
};

const unreadable = (fields: readonly string[], found: string, needed: string): DnsError =>
  new DnsError('badRdata', `Cannot read "${fields.join(' ')}": found ${found}, needed ${needed}`);
