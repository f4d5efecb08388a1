import * as fc from 'fast-check';
import { addressOfOctets } from '../../../src/dns/address.ts';
import { formatCharacterStrings } from '../../../src/dns/parseCharacterStrings.ts';
import { labelOctetText } from '../../../src/dns/parseLabels.ts';
import { canonicalRdata, recordTypeNames } from '../../../src/dns/recordTypes.ts';
import type { DomainName, RecordType, ResourceRecord } from '../../../src/dns/rrset.ts';
import type { Prerequisite, UpdateMessage, UpdateOperation } from '../../../src/dns/updateMessage.ts';

/** Any label on the wire, plain ones more often: octets of every value, letters in either case. */
const labelOctets = fc.oneof(
  { weight: 3, arbitrary: fc.stringMatching(/^[a-z0-9_-]{1,20}$/).map((text) => Buffer.from(text)) },
  fc.uint8Array({ minLength: 1, maxLength: 63 }).map((octets) => Buffer.from(octets)),
);

const label = labelOctets.map((octets) => [...octets].map(labelOctetText).join(''));

/**
 * Any name that fits the wire, as canonical text. The labels above it come from few, so that names share
 * ends, also across an escaped dot.
 */
export const domainName: fc.Arbitrary<DomainName> = fc
  .tuple(
    fc.array(label, { maxLength: 3 }),
    fc.constantFrom('.', 'example.', 'svc.k8s.example.', 'b.example.', 'a\\.b.example.'),
  )
  .map(([labels, end]) => (labels.length === 0 ? end : `${labels.join('.')}.${end === '.' ? '' : end}`));

const ipv4 = fc.uint8Array({ minLength: 4, maxLength: 4 });
/** Addresses with runs of zeros, which is where RFC 5952 is hard. */
const ipv6 = fc
  .array(fc.oneof(fc.constant(0), fc.constant(0xffff), fc.nat(0xffff)), { minLength: 8, maxLength: 8 })
  .map((groups) => Uint8Array.from(groups.flatMap((group) => [group >> 8, group & 0xff])));

export const address = fc.oneof(ipv4, ipv6).map(addressOfOctets);

const uint16 = fc.nat(0xffff);
const characterStrings = fc
  .array(fc.uint8Array({ maxLength: 255 }), { minLength: 1, maxLength: 3 })
  .map((strings) => formatCharacterStrings(strings.map((octets) => Buffer.from(octets))));

const uint8 = fc.nat(0xff);
const characterString = fc
  .uint8Array({ maxLength: 40 })
  .map((octets) => formatCharacterStrings([Buffer.from(octets)]));
const hex = (minLength: number, maxLength: number) =>
  fc.uint8Array({ minLength, maxLength }).map((octets) => Buffer.from(octets).toString('hex').toUpperCase());
const regexp = fc.constantFrom('""', '"!^.*$!sip:info@example.com!"', String.raw`"/(a)\\.(b)/\\2/i"`);

const fingerprint = fc.oneof(
  hex(20, 20).map((digest) => `1 ${digest}`),
  hex(32, 32).map((digest) => `2 ${digest}`),
  fc.tuple(fc.integer({ min: 3, max: 255 }), hex(1, 40)).map((fields) => fields.join(' ')),
);

const list = (items: fc.Arbitrary<string>) =>
  fc.array(items, { minLength: 1, maxLength: 3 }).map((texts) => texts.join(','));
const base64 = fc
  .uint8Array({ minLength: 1, maxLength: 20 })
  .map((octets) => Buffer.from(octets).toString('base64'));
/** An alpn id as RFC 9460 appendix A.1 has it, a comma and a backslash in it escaped twice. */
const alpnId = fc.constantFrom('h2', 'h3', 'http/1.1', String.raw`f\\\\oo\\,bar`, String.raw`\000\255`);

const svcParams: Readonly<Record<string, fc.Arbitrary<string>>> = {
  alpn: list(alpnId).map((ids) => `alpn="${ids}"`),
  port: uint16.map((number) => `port=${number}`),
  ipv4hint: list(ipv4.map((octets) => addressOfOctets(octets).text)).map((text) => `ipv4hint=${text}`),
  ech: base64.map((text) => `ech=${text}`),
  ipv6hint: list(ipv6.map((octets) => addressOfOctets(octets).text)).map((text) => `ipv6hint="${text}"`),
  dohpath: fc.constantFrom('dohpath=/dns-query{?dns}', String.raw`key7="/\195\164{?a,dns}"`),
  key8: characterString.map((text) => `key8=${text}`),
  key65534: fc.constantFrom('key65534', 'key65534=a'),
};

/** Parameters as people write them: in any order, with the keys that are mandatory before, behind or between. */
const writtenParams = fc
  .shuffledSubarray(Object.keys(svcParams))
  .chain((keys) =>
    fc.tuple(
      fc.tuple(...keys.map((key) => svcParams[key] ?? fc.constant(key))),
      fc.constant(keys.includes('alpn') ? ['no-default-alpn'] : []),
      fc.shuffledSubarray(keys).map((some) => (some.length === 0 ? [] : [`mandatory=${some.join(',')}`])),
    ),
  )
  .map(([params, alone, mandatory]) => [...params, ...alone, ...mandatory].join(' '));

const serviceBinding = (kind: 'SVCB' | 'HTTPS') =>
  fc
    .tuple(uint16, domainName, writtenParams)
    .map(([priority, target, params]) => canonicalRdata(kind, `${priority} ${target} ${params}`));

const rdataOf: Readonly<Record<RecordType, fc.Arbitrary<string>>> = {
  A: ipv4.map((octets) => addressOfOctets(octets).text),
  AAAA: ipv6.map((octets) => addressOfOctets(octets).text),
  CAA: fc
    .tuple(uint8, fc.stringMatching(/^[A-Za-z0-9]{1,15}$/), characterString)
    .map((fields) => fields.join(' ')),
  CNAME: domainName,
  HTTPS: serviceBinding('HTTPS'),
  MX: fc.tuple(uint16, domainName).map((fields) => fields.join(' ')),
  NAPTR: fc
    .tuple(uint16, uint16, characterString, characterString, regexp, domainName)
    .map((fields) => fields.join(' ')),
  NS: domainName,
  PTR: domainName,
  SRV: fc.tuple(uint16, uint16, uint16, domainName).map((fields) => fields.join(' ')),
  SSHFP: fc.tuple(uint8, fingerprint).map((fields) => fields.join(' ')),
  SVCB: serviceBinding('SVCB'),
  TLSA: fc.tuple(uint8, uint8, uint8, hex(1, 70)).map((fields) => fields.join(' ')),
  TXT: characterStrings,
};

const type = fc.constantFrom(...recordTypeNames);

export const resourceRecord: fc.Arbitrary<ResourceRecord> = type.chain((one) =>
  fc.record({
    name: domainName,
    type: fc.constant(one),
    ttlSeconds: fc.nat(0x7fffffff),
    rdata: rdataOf[one],
  }),
);

const operation: fc.Arbitrary<UpdateOperation> = resourceRecord.chain(
  ({ name, type: one, ttlSeconds, rdata }) =>
    fc.constantFrom<UpdateOperation>(
      { kind: 'add', name, type: one, ttlSeconds, rdata },
      { kind: 'delete-record', name, type: one, rdata },
      { kind: 'delete-rrset', name, type: one },
    ),
);

const prerequisite: fc.Arbitrary<Prerequisite> = resourceRecord.chain(({ name, type: one, rdata }) =>
  fc.constantFrom<Prerequisite>(
    { kind: 'rrset-equals', name, type: one, rdatas: [rdata] },
    { kind: 'rrset-equals', name, type: one, rdatas: [rdata, rdata] },
    { kind: 'rrset-exists', name, type: one },
    { kind: 'rrset-absent', name, type: one },
    { kind: 'name-in-use', name },
    { kind: 'name-not-in-use', name },
  ),
);

/** An UPDATE in which no two prerequisites speak of one RRset, as the wire cannot tell one from two. */
export const updateMessage: fc.Arbitrary<UpdateMessage> = fc.record({
  id: uint16,
  zone: domainName,
  prerequisites: fc.uniqueArray(prerequisite, {
    maxLength: 5,
    selector: (one) => (one.kind === 'rrset-equals' ? `${one.name} ${one.type}` : one),
  }),
  operations: fc.array(operation, { maxLength: 30 }),
});
