import { equal } from 'node:assert/strict';
import { canonicalRdata, recordTypeNames } from '../../../../src/dns/recordTypes.ts';
import type { Target } from '../target.ts';
import { textTarget } from '../textTarget.ts';
import { orDnsError } from './orDnsError.ts';
import { textsByType } from './rdataTexts.ts';

export const rdataTextTarget: Target = textTarget({
  seeds: recordTypeNames.flatMap((type) => textsByType[type].map((text) => `${type}\n${text}`)),
  words: String.raw`TXT HTTPS SVCB NAPTR CAA 0 1 65535 70000 . a.example "" "u" !a!b! "!(.*)!\\1!" issue ";" \# alpn="h2,h3" alpn=f\\,o mandatory=alpn port=1 no-default-alpn ipv4hint=192.0.2.1 ipv6hint=::1 ech=AA== key7= key9=\000 dohpath=/q{?dns} = , \"`,
  check: (text) => {
    const line = text.indexOf('\n');
    const type = recordTypeNames.find((name) => name === text.slice(0, line)) ?? 'TXT';
    const rdata = orDnsError(() => canonicalRdata(type, text.slice(line + 1)));
    if (rdata !== undefined) equal(canonicalRdata(type, rdata), rdata);
  },
});
