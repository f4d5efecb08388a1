import { deepEqual, equal, ok } from 'node:assert/strict';
import { parseRegistryEntry } from '../../../../src/cli/adopt/registryEntry.ts';
import { parseTemplate } from '../../../../src/config/nameTemplate.ts';
import { parseCommandWords } from '../../../../src/config/values/parseCommandWords.ts';
import { parseServerAddress, serverAddressText } from '../../../../src/config/values/socketAddress.ts';
import { parseTtlSetting } from '../../../../src/config/values/ttlSetting.ts';
import { parseAddress } from '../../../../src/dns/address.ts';
import { canonicalName, checkName } from '../../../../src/dns/canonicalName.ts';
import { parseCidr } from '../../../../src/dns/cidr.ts';
import { DnsError } from '../../../../src/dns/dnsError.ts';
import { canonicalRdata, recordTypeNames } from '../../../../src/dns/recordTypes.ts';
import { addressOfReverseName, reverseName } from '../../../../src/dns/reverseName.ts';
import { parseSoa } from '../../../../src/dns/soa.ts';
import { hostName } from '../../../../src/records/hostName.ts';
import { parseDuration } from '../../../../src/records/parseDuration.ts';
import { parseSelector, selects } from '../../../../src/records/parseSelector.ts';
import { parseTtl } from '../../../../src/records/parseTtl.ts';
import { shellWord } from '../../../../src/shellWord.ts';
import { formatClaim, parseClaim } from '../../../../src/zone/claim.ts';
import { formatMarker, parseMarker } from '../../../../src/zone/marker.ts';
import { inOneLine } from '../inOneLine.ts';
import type { Target } from '../target.ts';
import { textTarget } from '../textTarget.ts';
import { textsByType } from './rdataTexts.ts';

/** What is returned, or undefined with a DnsError of one line. */
const orDnsError = <T>(run: () => T): T | undefined => {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof DnsError)) throw error;
    inOneLine(error.message);
    return undefined;
  }
};

const claims = {
  seeds: [
    '"k8s-bind=1" "owner=a" "epoch=3" "territory=svc" "holder=h/1" "taking=x" "view=v" "stopped=yes"',
    '"k8s-bind=1" "owner=a" "object=Service/default/web" "records=A:abcdefghijklmnopqrstuv,TXT:abcdefghijklmnopqrstuv"',
    '"k8s-bind=1" "owner=a" "service=default/web" "records=abc"',
    '"heritage=external-dns,external-dns/owner=me,external-dns/resource=service/default/web"',
  ],
  words:
    '"k8s-bind=1" "owner=a" "owner=" "epoch=-1" "epoch=1e400" "object=Node//n" "object=x" "service=a" "records=" "view=" __proto__ constructor heritage=external-dns external-dns/owner= , = /',
};

const isTtl = (seconds: number): boolean =>
  Number.isInteger(seconds) && seconds >= 1 && seconds <= 2 ** 31 - 1;

export const textTargets: readonly Target[] = [
  textTarget({
    name: 'claim',
    ...claims,
    check: (text) => {
      const claim = parseClaim(text);
      if (claim !== undefined) deepEqual(parseClaim(formatClaim(claim)), claim);
    },
  }),
  textTarget({
    name: 'marker',
    ...claims,
    check: (text) => {
      const marker = parseMarker(text);
      // Marks of versions before 0.2 are read and never written.
      if (marker?.marks.every((mark) => mark.includes(':')))
        deepEqual(parseMarker(formatMarker(marker)), marker);
      const entry = parseRegistryEntry(text);
      if (entry?.service !== undefined) ok(entry.resource.startsWith('service/'));
    },
  }),
  textTarget({
    name: 'name',
    seeds: [
      'web.k8s.example.',
      String.raw`a\.b.\255.example`,
      '1.0.0.10.in-addr.arpa.',
      `${'1.'.repeat(32)}ip6.arpa.`,
      '*.A.b',
      '10.0.0.0/8',
      'fd00::/64',
      '::ffff:1.2.3.4',
      'ns. a. 1 2 3 4 5',
    ],
    words: String.raw`. .. \ \0 \255 \256 - _ * .in-addr.arpa. .ip6.arpa. : :: / 65535 aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa`,
    check: (text) => {
      const name = orDnsError(() => canonicalName(text));
      const problem = checkName(text);
      if (problem !== undefined) inOneLine(problem.message);
      if (name === undefined) ok(problem !== undefined);
      else equal(canonicalName(name), name);
      const host = hostName(text);
      if (host.kind === 'name') equal(checkName(host.name), undefined);
      const address = parseAddress(text);
      if (address !== undefined) {
        deepEqual(parseAddress(address.text), address);
        deepEqual(addressOfReverseName(reverseName(address)), address);
      }
      const found = addressOfReverseName(text);
      if (found !== undefined) equal(reverseName(found), text);
      const cidr = parseCidr(text);
      if (cidr !== undefined) deepEqual(parseCidr(cidr.text), cidr);
      parseSoa(text);
    },
  }),
  textTarget({
    name: 'rdata-text',
    seeds: recordTypeNames.flatMap((type) => textsByType[type].map((text) => `${type}\n${text}`)),
    words: String.raw`TXT HTTPS SVCB NAPTR CAA 0 1 65535 70000 . a.example "" "u" !a!b! "!(.*)!\\1!" issue ";" \# alpn="h2,h3" alpn=f\\,o mandatory=alpn port=1 no-default-alpn ipv4hint=192.0.2.1 ipv6hint=::1 ech=AA== key7= key9=\000 dohpath=/q{?dns} = , \"`,
    check: (text) => {
      const line = text.indexOf('\n');
      const type = recordTypeNames.find((name) => name === text.slice(0, line)) ?? 'TXT';
      const rdata = orDnsError(() => canonicalRdata(type, text.slice(line + 1)));
      if (rdata !== undefined) equal(canonicalRdata(type, rdata), rdata);
    },
  }),
  textTarget({
    name: 'value',
    seeds: [
      '1h30m',
      '1.5s',
      'cluster-ip=5s,endpoints=3',
      '127.0.0.1:53',
      '[::1]:53',
      'ns.example',
      'tls://a:853',
      'nginx -t \'a b\' "c\\"" {file}',
    ],
    words: `d h m s ms . cluster-ip= endpoints= external= 99999999999 tls:// tcp:// [ ] : %eth0 ' '' "" \\" $x ; && {file} =`,
    check: (text) => {
      const duration = parseDuration(text);
      if (duration.kind === 'duration') ok(Number.isFinite(duration.ms));
      const ttl = parseTtl(text);
      if (ttl.kind === 'ttl') ok(isTtl(ttl.ttlSeconds));
      const setting = parseTtlSetting(text);
      if (setting.kind === 'value') ok(isTtl(setting.value.ttlSeconds));
      const server = parseServerAddress(text);
      if (server.kind === 'value') deepEqual(parseServerAddress(serverAddressText(server.value)), server);
      const words = parseCommandWords(text);
      if (words.kind === 'value') deepEqual(parseCommandWords(words.value.map(shellWord).join(' ')), words);
    },
  }),
  textTarget({
    name: 'selector',
    seeds: [
      'app=web,tier!=test,env in (a,b),zone notin (c),owner,!legacy',
      '{service}.{namespace}.{zone}',
      '{label:app}-{annotation:a/b}.lan',
    ],
    words: 'app web in notin ( ) (a,b) , ! = == != a/b {service} {zone} { } {label: {annotation: {{ }}',
    check: (text) => {
      const parsed = parseSelector(text);
      if (parsed.kind === 'selector') {
        selects(parsed.selector, { app: 'web' });
        const again = parsed.selector.map((one) =>
          one.kind === 'in' || one.kind === 'notin'
            ? `${one.key} ${one.kind} (${one.values.join(',')})`
            : `${one.kind === 'absent' ? '!' : ''}${one.key}`,
        );
        deepEqual(parseSelector(again.join(',')), parsed);
      }
      const template = parseTemplate(text);
      if (template.kind === 'value') deepEqual(parseTemplate(template.value), template);
    },
  }),
];
