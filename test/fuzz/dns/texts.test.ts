import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseAddress } from '../../../src/dns/address.ts';
import { canonicalName, checkName } from '../../../src/dns/canonicalName.ts';
import { parseCidr } from '../../../src/dns/cidr.ts';
import { DnsError } from '../../../src/dns/dnsError.ts';
import { canonicalRdata, encodeRdata, recordTypeNames } from '../../../src/dns/recordTypes.ts';
import { addressOfReverseName } from '../../../src/dns/reverseName.ts';
import { parseSoa } from '../../../src/dns/soa.ts';
import { parseKeyFile } from '../../../src/dns/tsig/parseKeyFile.ts';
import { parseZoneText } from '../../support/parseZoneText.ts';

const pieces: readonly string[] = [
  String.raw`a A . .. \ \0 \255 " ; ( ) @ $ $ORIGIN $TTL IN TXT SRV SOA CNAME 5 1h 65535 10.0.0.1 fd00:: : / /8 # // /* */`,
  'key secret algorithm hmac-sha256 { } YQ== = ä .in-addr.arpa. .ip6.arpa.',
].flatMap((words) => words.split(' '));
const piece = fc.constantFrom(...pieces, ' ', '\t', '\n', '\r', '\u0000', '\ud800');
const text = fc.oneof(
  fc.array(piece, { maxLength: 60 }).map((pieces) => pieces.join('')),
  fc.array(piece, { maxLength: 60 }).map((pieces) => pieces.join(' ')),
  fc.string({ unit: 'binary', maxLength: 300 }),
);
const options = { numRuns: 10_000 };

const rdataPieces: readonly string[] = [
  String.raw`0 1 10 16 255 65535 70000 . a.example mail.example. "" "u" u !a!b! "!(.*)!\1!" issue ";" ab 00 \# \# 3`,
  String.raw`alpn=h2 alpn="h2,h3" alpn=f\,o mandatory=alpn port=1 no-default-alpn ipv4hint=192.0.2.1 ipv6hint=::1 ech=AA==`,
  String.raw`key7="/q{?dns}" key8 key9=\000 key3="\001\187" dohpath=/q{?dns} = == , \ " \" `,
].flatMap((words) => words.split(' '));
const rdataPiece = fc.oneof(piece, fc.constantFrom(...rdataPieces));
const rdataText = fc.oneof(
  text,
  fc.array(rdataPiece, { maxLength: 12 }).map((pieces) => pieces.join(' ')),
  fc.array(rdataPiece, { maxLength: 12 }).map((pieces) => pieces.join('')),
);

/** Runs what may only throw a DnsError; undefined when it does. */
const orDnsError = <T>(run: () => T): T | undefined => {
  try {
    return run();
  } catch (error) {
    expect(error).toBeInstanceOf(DnsError);
    return undefined;
  }
};

test('any text as a name is canonical or a DnsError, and lengths are a problem', () => {
  fc.assert(
    fc.property(text, (some) => {
      const name = orDnsError(() => canonicalName(some));
      if (name === undefined) expect(checkName(some)).toBeDefined();
      else expect(canonicalName(name)).toBe(name);
    }),
    options,
  );
});

test('any text as RDATA is canonical or a DnsError', () => {
  fc.assert(
    fc.property(fc.constantFrom(...recordTypeNames), rdataText, (type, some) => {
      orDnsError(() => encodeRdata(type, some));
      const rdata = orDnsError(() => canonicalRdata(type, some));
      if (rdata !== undefined) expect(canonicalRdata(type, rdata)).toBe(rdata);
    }),
    options,
  );
});

test('any text as an address, network, reverse name or SOA is one or undefined', () => {
  fc.assert(
    fc.property(text, (some) => {
      const address = parseAddress(some);
      if (address !== undefined) expect(parseAddress(address.text)).toEqual(address);
      const cidr = parseCidr(some);
      if (cidr !== undefined) expect(parseCidr(cidr.text)).toEqual(cidr);
      expect(() => [addressOfReverseName(some), parseSoa(some)]).not.toThrow();
    }),
    options,
  );
});

test('any text as a key file is a key or a problem on one of its lines', () => {
  fc.assert(
    fc.property(text, (some) => {
      const result = parseKeyFile(some);
      if (result.kind === 'key') {
        expect(result.key.secret.symmetricKeySize).toBeGreaterThan(0);
      } else {
        expect(result.line).toBeLessThanOrEqual(some.split('\n').length);
        expect(result.message).toMatch(/^Cannot read the key file: /);
      }
    }),
    options,
  );
});

test('any text as a zone is read with problems on its lines, and each record can be encoded', () => {
  fc.assert(
    fc.property(text, (some) => {
      const { records, problems } = parseZoneText(some, { origin: 'k8s.example.', defaultTtlSeconds: 5 });
      for (const { line } of problems) expect(line).toBeLessThanOrEqual(some.split('\n').length);
      for (const { name, type, rdata } of records) {
        expect(checkName(name)).toBeUndefined();
        encodeRdata(type, rdata);
      }
    }),
    options,
  );
});

test.each<[string, string]>([
  ['backslashes', '\\'.repeat(100_000)],
  ['dots', '.'.repeat(100_000)],
  ['quotes', '"'.repeat(100_000)],
  ['escaped quotes', '"\\'.repeat(50_000)],
  ['opened comments', '/*'.repeat(50_000)],
  ['slashes', '/'.repeat(100_000)],
  ['blanks', ' '.repeat(100_000)],
  ['parentheses', '('.repeat(100_000)],
  ['colons', ':'.repeat(100_000)],
  ['braces', '{;'.repeat(50_000)],
  ['letters', 'a'.repeat(100_000)],
  ['labels', 'a.'.repeat(50_000)],
  ['digits', '1'.repeat(100_000)],
])('a hundred thousand %s take no time', (_, some) => {
  const started = process.cpuUsage().user;

  orDnsError(() => canonicalName(some));
  checkName(some);
  parseAddress(some);
  parseCidr(some);
  addressOfReverseName(some);
  parseKeyFile(some);
  parseZoneText(some, { origin: '.' });
  for (const type of recordTypeNames) {
    orDnsError(() => canonicalRdata(type, some));
    orDnsError(() => canonicalRdata(type, `1 1 ${some}`));
  }
  for (const key of ['alpn', 'mandatory', 'ipv6hint', 'ech', 'dohpath', 'key7', 'key9'])
    orDnsError(() => canonicalRdata('HTTPS', `1 . ${key}=${some}`));
  orDnsError(() => canonicalRdata('NAPTR', `1 1 u s "!${some}!b!" .`));

  expect(process.cpuUsage().user - started).toBeLessThan(3_000_000);
});
