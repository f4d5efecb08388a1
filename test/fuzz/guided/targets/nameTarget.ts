import { deepEqual, equal, ok } from 'node:assert/strict';
import { parseAddress } from '../../../../src/dns/address.ts';
import { canonicalName, checkName } from '../../../../src/dns/canonicalName.ts';
import { parseCidr } from '../../../../src/dns/cidr.ts';
import { addressOfReverseName, reverseName } from '../../../../src/dns/reverseName.ts';
import { parseSoa } from '../../../../src/dns/soa.ts';
import { hostName } from '../../../../src/records/hostName.ts';
import { inOneLine } from '../inOneLine.ts';
import type { Target } from '../target.ts';
import { textTarget } from '../textTarget.ts';
import { orDnsError } from './orDnsError.ts';

export const nameTarget: Target = textTarget({
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
});
