import { assertNever } from '../../assertNever.ts';
import type { DesiredZone } from '../../controller/desired/desiredZone.ts';
import type { ZonePreview } from '../../controller/previewZone.ts';
import { type ExplainFacts, explain } from '../../setup/explain.ts';
import type { ClaimDecision } from '../../zone/claim.ts';
import { error, type Finding, ok, warning } from './finding.ts';

/** BIND's default since 9.18.28. */
const defaultRecordsPerType = 100;

/** What the zone's content says: whether it may be read at all, whose it is, which names are taken. */
export const checkContent = (
  preview: ZonePreview,
  desired: DesiredZone,
  facts: ExplainFacts,
): readonly Finding[] => {
  const { zone } = facts;
  if (preview.kind === 'failed') {
    if (preview.failure.kind !== 'refused') {
      const { message, fix } = explain(preview.failure, facts);
      return [error('transfer', message, fix)];
    }
    const message = `${facts.server} refuses the transfer of the zone to key ${facts.keyName}`;
    return [error('transfer', message, `zone "${zone}" { allow-transfer { key ${facts.keyName}; }; };`)];
  }
  const conflicts = preview.units.flatMap((unit) => (unit.kind === 'conflict' ? [unit] : []));
  return [
    ok('transfer', 'the zone can be read'),
    claimFinding(preview.claim, zone),
    ...limitFindings(preview, desired, zone),
    ...conflicts.map(({ unit, service, reason }) =>
      warning('conflict', `${unit} wanted by ${service} ${reason}`, 'k8s-bind adopt, or another name'),
    ),
  ];
};

const claimFinding = (claim: ClaimDecision, zone: string): Finding => {
  switch (claim.kind) {
    case 'take':
      return claim.replaces.length === 0
        ? ok('claim', "the zone is nobody's, and nothing stands in its territory")
        : ok('claim', 'the zone is ours');
    case 'foreign':
      return error(
        'claim',
        `the zone is of owner ${claim.claim.owner} (${claim.claim.holder})`,
        `another zone; or, if that one is gone for good: k8s-bind purge --zone ${zone} --owner ${claim.claim.owner}`,
      );
    case 'occupied':
      return error(
        'claim',
        'records of another writer stand in the territory',
        `k8s-bind adopt --zone ${zone}`,
      );
    case 'unreadable':
      return error(
        'claim',
        `cannot be read: ${claim.rdatas.join(', ')}`,
        'nsupdate: delete what is no claim',
      );
    default:
      return assertNever(claim);
  }
};

/** RRsets above BIND's default limit that are not in the zone yet. */
const limitFindings = (
  { units }: Extract<ZonePreview, { kind: 'preview' }>,
  desired: DesiredZone,
  zone: string,
): readonly Finding[] => {
  const large = units
    .flatMap(({ unit }) => desired.rrsetsOf(desired.source(unit)))
    .filter(({ rdatas }) => rdatas.length > defaultRecordsPerType);
  const [first] = large;
  if (first === undefined) return [];
  const message = `${first.name} ${first.type} has ${first.rdatas.length} records; BIND takes ${defaultRecordsPerType} unless told otherwise`;
  return [warning('limit', message, `zone "${zone}" { max-records-per-type 0; };`)];
};
