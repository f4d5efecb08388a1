import type { ServerMake } from '../../server/identifyServer.ts';
import type { ExplainFacts } from '../../setup/explain.ts';
import type { Finding } from './finding.ts';

/**
 * Findings as they are meant for the make of server that was found: a fix is a line for named.conf, which
 * other servers do not have, and a limit of BIND's is none of theirs.
 */
export const forMake = (
  findings: readonly Finding[],
  make: ServerMake | undefined,
  facts: ExplainFacts,
): readonly Finding[] => {
  if (make === undefined || !isOther(make)) return findings;
  return findings
    .filter(({ check }) => check !== 'limit')
    .map((finding) => {
      const fix = fixes[make][finding.code ?? finding.check];
      return finding.level === 'ok' || fix === undefined ? finding : { ...finding, fix: fix(facts) };
    });
};

type OtherMake = Extract<ServerMake, 'Knot DNS' | 'PowerDNS'>;
type Fix = (facts: ExplainFacts) => string;

const isOther = (make: ServerMake): make is OtherMake => Object.hasOwn(fixes, make);

const inZone = ({ zone, largerZone }: ExplainFacts): string => largerZone ?? zone;

const knotKey: Fix = ({ keyName }) =>
  `knot.conf, key: id: ${keyName}, with the algorithm and the secret of --key-file`;

const knotAcl: Fix = (facts) =>
  `knot.conf, acl: key: ${facts.keyName}, action: [update, transfer], update-type: [A, AAAA, CNAME, SRV, PTR, TXT]; and this acl at zone ${inZone(facts)}`;

const pdnsKey: Fix = ({ keyName }) =>
  `pdnsutil import-tsig-key ${keyName} ALGORITHM SECRET  (as in --key-file; the clocks must agree as well)`;

const pdnsUpdate: Fix = (facts) =>
  `pdnsutil set-meta ${inZone(facts)} TSIG-ALLOW-DNSUPDATE ${facts.keyName}  (and in pdns.conf dnsupdate=yes, allow-dnsupdate-from=OUR ADDRESS)`;

/** By the code of the problem, or by what was looked at. docs/primaries.md has the whole configuration. */
const fixes: Readonly<Record<OtherMake, Readonly<Record<string, Fix>>>> = {
  'Knot DNS': {
    badKey: knotKey,
    badSignature: knotKey,
    notAuthoritative: (facts) => `knot.conf, zone: domain: ${inZone(facts)}, acl: ${facts.keyName}`,
    updateRefused: knotAcl,
    update: knotAcl,
    readRefused: knotAcl,
  },
  PowerDNS: {
    unsignedRefusal: pdnsKey,
    notAuthoritative: (facts) => `pdnsutil load-zone ${inZone(facts)} FILE`,
    updateRefused: pdnsUpdate,
    update: (facts) =>
      `pdns.conf without lua-dnsupdate-policy-script, or a script that lets ${facts.keyName} write A, AAAA, CNAME, SRV, PTR and TXT`,
    readRefused: (facts) => `pdnsutil set-meta ${inZone(facts)} TSIG-ALLOW-AXFR ${facts.keyName}`,
  },
};
