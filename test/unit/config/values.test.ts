import { describe, expect, test } from 'vitest';
import type { Parsed } from '../../../src/config/parsed.ts';
import { ttlSecondsByKind } from '../../../src/config/ttlSecondsByKind.ts';
import { parseCidr } from '../../../src/config/values/parseCidr.ts';
import { parseDomainName } from '../../../src/config/values/parseDomainName.ts';
import {
  parseDurationMs,
  parseIntervalMs,
  parseTtlSeconds,
} from '../../../src/config/values/parseDurationMs.ts';
import { parseBase64, parseBoolean, parseHttpUrl } from '../../../src/config/values/parseText.ts';
import {
  parseListenAddress,
  parseServerAddress,
  serverAddressText,
} from '../../../src/config/values/socketAddress.ts';
import { parseTtlSetting } from '../../../src/config/values/ttlSetting.ts';

/** The value, or the fault's text. */
const read = (parsed: Parsed<unknown>): unknown => (parsed.kind === 'value' ? parsed.value : parsed.text);

describe('server', () => {
  test.each([
    ['ns.example', 'tcp ns.example 53'],
    ['ns.example:5300', 'tcp ns.example 5300'],
    ['192.0.2.1', 'tcp 192.0.2.1 53'],
    ['::1', 'tcp ::1 53'],
    ['[::1]', 'tcp ::1 53'],
    ['[2001:db8::1]:5300', 'tcp 2001:db8::1 5300'],
    ['tcp://ns:1', 'tcp ns 1'],
    ['tls://ns', 'tls ns 853'],
    ['tls://[::1]:8853', 'tls ::1 8853'],
  ])('%s', (text, expected) => {
    const parsed = parseServerAddress(text);
    expect(
      parsed.kind === 'value'
        ? `${parsed.value.transport} ${parsed.value.host} ${parsed.value.port}`
        : parsed.text,
    ).toBe(expected);
  });

  test.each(['ns.example', 'ns:5300', '192.0.2.1', '[::1]', '[::1]:5300', 'tls://ns', 'tls://[::1]:53'])(
    '%s is written as it is read',
    (text) => {
      const parsed = parseServerAddress(text);
      expect(parsed.kind === 'value' && serverAddressText(parsed.value)).toBe(text);
    },
  );

  test.each(['', ':53', 'a:b:c', 'ns:', 'ns:x', 'ns:65536', '[::1', '[ns]:53', 'udp://ns', '-ns', 'a b'])(
    '%j is none',
    (text) => {
      expect(parseServerAddress(text).kind).toBe('fault');
    },
  );
});

describe('listen', () => {
  test.each([
    ['127.0.0.1:9353', { host: '127.0.0.1', port: 9353 }],
    ['[::1]:0', { host: '::1', port: 0 }],
    [':9353', { host: '::', port: 9353 }],
    ['9353', 'found no port, needed ADDR:PORT'],
    ['::1', 'found no port, needed ADDR:PORT'],
  ])('%s', (text, expected) => {
    expect(read(parseListenAddress(text))).toEqual(expected);
  });
});

describe('duration', () => {
  test.each([
    ['30', 30_000],
    ['30s', 30_000],
    ['1.5s', 1500],
    ['250ms', 250],
    ['5m', 300_000],
    ['2h', 7_200_000],
    ['1m30s', 90_000],
    ['1d', 86_400_000],
    ['0', 0],
  ])('%s is %d ms', (text, expected) => {
    expect(read(parseDurationMs(text))).toBe(expected);
  });

  test.each(['', '-1', '1w', 's', '1e3', '1 s', '99999999999'])('%j is none', (text) => {
    expect(parseDurationMs(text).kind).toBe('fault');
  });

  test('an interval is not zero', () => {
    expect(read(parseIntervalMs('0s'))).toBe('found zero, needed at least 1ms');
  });

  test('a TTL is whole seconds, and fits RFC 2181', () => {
    expect(read(parseTtlSeconds('5m'))).toBe(300);
    expect(read(parseTtlSeconds('0'))).toBe('found zero, needed at least 1s');
    expect(parseTtlSeconds('1500ms').kind).toBe('fault');
    expect(read(parseTtlSeconds('2147483647'))).toBe(2_147_483_647);
    expect(parseTtlSeconds('2147483648').kind).toBe('fault');
  });
});

const settings = (...texts: readonly string[]) =>
  texts.map(parseTtlSetting).flatMap((parsed) => (parsed.kind === 'value' ? [parsed.value] : []));

describe('TTL by kind', () => {
  test('is five seconds for endpoints and thirty for the rest, unless set', () => {
    expect(ttlSecondsByKind([])).toEqual({
      clusterIp: 30,
      endpoints: 5,
      external: 30,
      node: 30,
      externalName: 30,
      version: 30,
    });
  });

  test('one for all holds for every kind that has none of its own, whatever the order', () => {
    expect(ttlSecondsByKind(settings('cluster-ip=1h', '60'))).toEqual({
      clusterIp: 3600,
      endpoints: 60,
      external: 60,
      node: 60,
      externalName: 60,
      version: 60,
    });
  });

  test('of a kind that there is not is refused', () => {
    expect(parseTtlSetting('pods=5').kind).toBe('fault');
    expect(parseTtlSetting('endpoints=5=6').kind).toBe('fault');
  });
});

describe('CIDR', () => {
  test.each(['10.0.0.0/16', '10.96.0.0/12', '0.0.0.0/0', '192.0.2.1/32', 'fd00::/64', '::/0'])(
    '%s',
    (text) => {
      expect(read(parseCidr(text))).toBe(text);
    },
  );

  test.each([
    ['10.0.0.5/16', 'found bits of the address beyond /16, needed 10.0.0.0/16'],
    ['fd00::1/64', 'found bits of the address beyond /64, needed fd00::/64'],
    ['10.0.0.0/33', 'found no network, needed ADDRESS/BITS such as 10.0.0.0/16 or fd00::/64'],
    ['10.0.0.0', 'found no network, needed ADDRESS/BITS such as 10.0.0.0/16 or fd00::/64'],
  ])('%s: %s', (text, expected) => {
    expect(read(parseCidr(text))).toBe(expected);
  });

  test('is written in canonical form', () => {
    expect(read(parseCidr('FD00:0:0::/48'))).toBe('fd00::/48');
  });
});

describe('domain name', () => {
  test.each([
    ['K8S.example', 'k8s.example.'],
    ['cluster.local.', 'cluster.local.'],
    ['0/25.2.0.192.in-addr.arpa', '0/25.2.0.192.in-addr.arpa.'],
    ['local', 'local.'],
  ])('%s', (text, expected) => {
    expect(read(parseDomainName(text))).toBe(expected);
  });

  test.each([
    '',
    '.',
    'a..b',
    '.a',
    'a b',
    'ä.example',
    '*.example!',
    `${'a'.repeat(64)}.example`,
    'a.'.repeat(128),
  ])('%j is none', (text) => {
    expect(parseDomainName(text).kind).toBe('fault');
  });
});

describe('other values', () => {
  test('true and false have several words', () => {
    expect(['true', 'YES', '1', 'on'].map((text) => read(parseBoolean(text)))).toEqual([
      true,
      true,
      true,
      true,
    ]);
    expect(['false', 'no', '0', 'Off'].map((text) => read(parseBoolean(text)))).toEqual([
      false,
      false,
      false,
      false,
    ]);
    expect(parseBoolean('maybe').kind).toBe('fault');
  });

  test('a URL is http or https', () => {
    expect(read(parseHttpUrl('http://localhost:8080'))).toBe('http://localhost:8080');
    expect(parseHttpUrl('localhost:8080').kind).toBe('fault');
    expect(parseHttpUrl('ftp://x').kind).toBe('fault');
  });

  test('base64 is padded and not empty, as BIND wants it', () => {
    expect(read(parseBase64('AAAA'))).toBe('AAAA');
    expect(['', 'AAA', 'A===', 'AA AA', 'AAA*'].map((text) => parseBase64(text).kind)).toEqual(
      Array(5).fill('fault'),
    );
  });
});
