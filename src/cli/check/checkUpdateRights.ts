import { randomBytes, randomInt } from 'node:crypto';
import type { DomainName, Rdata, RecordType } from '../../dns/rrset.ts';
import type { UpdateContent } from '../../dns/updateMessage.ts';
import type { ZoneClient } from '../../server/zoneClient.ts';
import { keyNameOf, type ServerAccess } from '../../setup/openZoneClient.ts';
import { claimName } from '../../zone/claim.ts';
import { markerName } from '../../zone/marker.ts';
import { error, type Finding, ok } from './finding.ts';

/** A name and a type that the daemon writes. */
type Writable = { readonly name: DomainName; readonly type: RecordType };

export type RightsSituation = {
  readonly zone: DomainName;
  readonly reverse: boolean;
  /** Names directly in the zone are to be written too. */
  readonly outside: boolean;
};

/**
 * Whether the update-policy grants what will be written. Each UPDATE deletes one record that nobody has,
 * which the server checks like any other and which changes nothing, neither the zone nor its serial. Of SRV
 * and PTR BIND (9.18) only checks deletions of records that are there: these are added, under a prerequisite
 * that cannot hold. BIND looks at the policy before the prerequisites since 9.18.11; an older one grants them
 * here in any case.
 */
export const checkUpdateRights = async (
  client: ZoneClient,
  access: ServerAccess,
  situation: RightsSituation,
): Promise<Finding> => {
  const { zone } = situation;
  const needed = writables(situation);
  const denied: Writable[] = [];
  for (const writable of needed) {
    const outcome = await client.update(probeOf(zone, writable));
    if (outcome.kind !== 'applied' && outcome.kind !== 'prerequisite-failed') denied.push(writable);
  }
  const types = [...new Set(needed.map(({ type }) => type))].join(' ');
  if (denied.length === 0) return ok('update', `${keyNameOf(access)} may write ${types}`);
  const list = denied.map(({ name, type }) => `${type} at ${name}`).join(', ');
  const { largerZone } = access;
  const names = largerZone === undefined ? 'zonesub' : `subdomain ${zone}`;
  const fix = `zone "${largerZone ?? zone}" { update-policy { grant ${keyNameOf(access)} ${names} ${types}; }; };`;
  return error('update', `${keyNameOf(access)} may not write ${list}`, fix);
};

const writables = ({ zone, reverse, outside }: RightsSituation): readonly Writable[] => {
  const claim: Writable = { name: claimName(zone), type: 'TXT' };
  if (reverse) return [{ name: `1.${zone}`, type: 'PTR' }, claim];
  return [
    ...at(`k8s-bind-check.default.svc.${zone}`),
    { name: `dns-version.${zone}`, type: 'TXT' },
    claim,
    ...(outside
      ? [
          ...at(`k8s-bind-check.${zone}`),
          { name: markerName(`k8s-bind-check.${zone}`, zone), type: 'TXT' } as const,
        ]
      : []),
  ];
};

/** What a Service may have at its name. */
const at = (base: DomainName): readonly Writable[] => [
  { name: base, type: 'A' },
  { name: base, type: 'AAAA' },
  { name: base, type: 'CNAME' },
  { name: `_http._tcp.${base}`, type: 'SRV' },
];

const probeOf = (zone: DomainName, { name, type }: Writable): UpdateContent => {
  const rdata = absentRdata(type);
  if (type !== 'SRV' && type !== 'PTR') {
    return { prerequisites: [], operations: [{ kind: 'delete-record', name, type, rdata }] };
  }
  const nowhere = `k8s-bind-check-${randomInt(2 ** 40).toString(36)}.${zone}`;
  return {
    prerequisites: [{ kind: 'rrset-exists', name: nowhere, type }],
    operations: [{ kind: 'add', name, type, ttlSeconds: 1, rdata }],
  };
};

/**
 * RDATA that no record has: addresses that no host can have, and random names below `invalid.` (RFC 6761
 * §6.4).
 */
const absentRdata = (type: RecordType): Rdata => {
  const random = randomInt(2 ** 40).toString(36);
  const rdatas: Readonly<Record<RecordType, Rdata>> = {
    A: `0.0.0.${randomInt(1, 255)}`,
    AAAA: `100::${randomInt(1, 0xffff).toString(16)}`,
    CAA: `0 issue "${random}.invalid"`,
    CNAME: `${random}.invalid.`,
    HTTPS: `1 ${random}.invalid.`,
    MX: `0 ${random}.invalid.`,
    NAPTR: `0 0 "" "" "" ${random}.invalid.`,
    NS: `${random}.invalid.`,
    PTR: `${random}.invalid.`,
    SRV: `0 0 0 ${random}.invalid.`,
    SSHFP: `0 0 ${randomBytes(32).toString('hex').toUpperCase()}`,
    SVCB: `1 ${random}.invalid.`,
    TLSA: `0 0 0 ${randomBytes(32).toString('hex').toUpperCase()}`,
    TXT: `"${random}"`,
  };
  return rdatas[type];
};
