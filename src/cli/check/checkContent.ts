import { assertNever } from '../../assertNever.ts';
import type { DesiredZone } from '../../controller/desired/desiredZone.ts';
import type { ZonePreview } from '../../controller/previewZone.ts';
import { objectRefText } from '../../model/objectRef.ts';
import { usualRecordLimit } from '../../server/usualRecordLimit.ts';
import { type ExplainFacts, explain } from '../../setup/explain.ts';
import { claimProblem, type NamedZone } from '../../setup/explainEnd.ts';
import { adoptLine } from '../../telemetry/problems/claimProblems.ts';
import { makeProblem } from '../../telemetry/problems.ts';
import type { ClaimDecision } from '../../zone/claim.ts';
import { error, type Finding, faultOf, ok, warning } from './finding.ts';

/** What the zone's content says: whether it may be read at all, whose it is, which names are taken. */
export const checkContent = (
  preview: ZonePreview,
  desired: DesiredZone,
  facts: ExplainFacts,
): readonly Finding[] => {
  const { zone } = facts;
  if (preview.kind === 'failed') return [faultOf('transfer', explain('reading', preview.failure, facts))];
  const conflicts = preview.units.flatMap((unit) => (unit.kind === 'conflict' ? [unit] : []));
  return [
    ok('transfer', 'the zone can be read'),
    claimFinding(preview.claim, facts),
    ...foreignFindings(preview.foreign),
    ...limitFindings(preview, desired, facts.largerZone ?? zone),
    ...conflicts.map(
      ({ unit: name, origin, reason }): Finding => ({
        ...faultOf(
          'conflict',
          makeProblem('conflict', {
            name,
            object: origin === undefined ? 'nobody' : objectRefText(origin),
            reason,
          }),
        ),
        level: 'warning',
      }),
    ),
  ];
};

const claimFinding = (claim: ClaimDecision, named: NamedZone): Finding => {
  switch (claim.kind) {
    case 'take':
      return claim.replaces.length === 0
        ? ok('claim', "the zone is nobody's, and nothing stands in its territory")
        : ok('claim', 'the zone is ours');
    case 'foreign':
    case 'other-view':
    case 'unreadable':
      return faultOf('claim', claimProblem(named, claim));
    case 'occupied':
      return error('claim', 'records of another writer stand in the territory', adoptLine(named));
    default:
      return assertNever(claim);
  }
};

const shownNames = 10;

const foreignFindings = (names: readonly string[]): readonly Finding[] => {
  if (names.length === 0) return [];
  const more = names.length > shownNames ? ', …' : '';
  const shown = `${names.slice(0, shownNames).join(', ')}${more}`;
  return [ok('foreign', `${names.length} names of others in the territory are left alone: ${shown}`)];
};

/** RRsets above BIND's default limit that are not in the zone yet. */
const limitFindings = (
  { units }: Extract<ZonePreview, { kind: 'preview' }>,
  desired: DesiredZone,
  zone: string,
): readonly Finding[] => {
  const large = units
    .flatMap(({ unit }) => desired.rrsetsOf(desired.source(unit)))
    .filter(({ rdatas }) => rdatas.length > usualRecordLimit);
  const [first] = large;
  if (first === undefined) return [];
  const message = `${first.name} ${first.type} has ${first.rdatas.length} records; BIND takes ${usualRecordLimit} unless configured otherwise`;
  return [warning('limit', message, `zone "${zone}" { max-records-per-type 0; };`)];
};
