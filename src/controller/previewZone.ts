import type { DomainName, Rdata, ResourceRecord } from '../dns/rrset.ts';
import type { ObjectRef, OriginKey } from '../model/objectRef.ts';
import { gainedRecords, lostRecords } from '../plan/rrsetChange.ts';
import type { ReadFailure } from '../server/updateOutcome.ts';
import { type ClaimDecision, decideClaim, findClaim } from '../zone/claim.ts';
import { foreignInside } from '../zone/foreignInside.ts';
import { parseMarker } from '../zone/marker.ts';
import type { Mirror } from '../zone/mirror.ts';
import { type UnitKey, unitOf } from '../zone/unit.ts';
import type { ZoneLayout } from '../zone/zoneLayout.ts';
import { divideAnew } from './claim/claimZone.ts';
import { countGained, coveredBy } from './claim/layoutToHold.ts';
import { compareZone } from './read/compareZone.ts';
import { readFull } from './read/readFull.ts';
import { heldNow } from './write/heldNow.ts';
import { holdBack } from './write/holdBack.ts';
import { type PlannedChange, planUnit } from './write/planUnit.ts';
import { createZoneParts, type ZoneContext, type ZoneParts } from './zoneContext.ts';

/** What the loop would write into a zone if it started now. */
export type ZonePreview =
  | {
      readonly kind: 'preview';
      readonly zone: string;
      readonly serial: number;
      /** What would be done about the claim. Unless it is `take`, nothing else would be written. */
      readonly claim: ClaimDecision;
      /** All that stands at the claim's name. */
      readonly claimed: readonly Rdata[];
      readonly units: readonly UnitPreview[];
      /** Names that others have inside the territory, and that are left alone. */
      readonly foreign: readonly DomainName[];
      readonly owned: number;
      /** The brake would hold the deletions back. */
      readonly guarded: boolean;
      /** What a loop would know of the zone now. */
      readonly parts: ZoneParts;
    }
  | { readonly kind: 'failed'; readonly zone: string; readonly failure: ReadFailure };

export type UnitPreview =
  | {
      readonly kind: 'change';
      readonly unit: UnitKey;
      /** The object behind the records; undefined where several share them, and for the zone's own. */
      readonly origin: ObjectRef | undefined;
      readonly removed: readonly ResourceRecord[];
      readonly added: readonly ResourceRecord[];
    }
  | {
      readonly kind: 'conflict';
      readonly unit: UnitKey;
      readonly origin: ObjectRef | undefined;
      readonly reason: string;
    };

export type PreviewDeps = Pick<ZoneContext, 'desired' | 'client' | 'options' | 'source'> & {
  readonly layout: ZoneLayout;
  readonly services: readonly OriginKey[];
};

/**
 * Reads the zone, compares and plans by the same steps as the loop, and sends no UPDATE. The zone may change
 * while it is read; it is then compared once more, and the preview is of what was read last.
 */
export const previewZone = async (deps: PreviewDeps): Promise<ZonePreview> => {
  const failures: ReadFailure[] = [];
  const context = previewContext(deps, (event) => {
    if (event.kind === 'read-failed') failures.push(event.failure);
  });
  const { standing, schedule, ledger, queue, brake } = context;
  const { layout, desired, source, options } = deps;
  for (const key of deps.services) desired.put(key, source.snapshot(key));
  await readFull(context);
  const first = standing.mirror();
  const covered = first && coveredBy(findClaim(first.claim, options.owner));
  if (first !== undefined && divideAnew(context, first, covered)) await readFull(context);
  for (let times = 0; times < 2 && failures.length === 0; times += 1) {
    if (schedule.compareDue() || ledger.unconfirmed().size > 0) await compareZone(context);
  }
  const mirror = standing.mirror();
  if (failures[0] !== undefined || mirror === undefined) {
    const failure = failures[0] ?? { kind: 'unknown', reason: 'not read' };
    return { kind: 'failed', zone: layout.zone, failure };
  }
  await holdBack(context);
  return {
    kind: 'preview',
    zone: layout.zone,
    serial: mirror.serial,
    claim: claimOf(mirror, options),
    claimed: mirror.claim,
    units: [...queue.units()].flatMap((unit) => previewUnit(context, unit) ?? []),
    foreign: foreignInside(mirror),
    owned: ledger.totalRecords(),
    guarded: brake.held().size > 0,
    parts: context,
  };
};

const previewContext = (deps: PreviewDeps, report: ZoneContext['report']): ZoneContext => {
  const given = {
    ...deps,
    report,
    nowMs: () => 0,
    timeMs: () => 0,
    random: () => 0,
    after: () => ({ cancel: () => undefined }),
    stopping: () => false,
  };
  return { ...given, ...createZoneParts(given, deps.layout) };
};

const claimOf = (mirror: Mirror, { owner, otherViews }: ZoneContext['options']): ClaimDecision => {
  const finding = findClaim(mirror.claim, owner);
  const uncoveredEmpty = countGained(mirror, coveredBy(finding)) === 0;
  return decideClaim(finding, { uncoveredEmpty, heldEpoch: undefined, otherViews });
};

const previewUnit = (context: ZoneContext, unit: UnitKey): UnitPreview | undefined => {
  const plan = planUnit(context, unit, Number.POSITIVE_INFINITY);
  if (plan.kind === 'none') return undefined;
  if (plan.kind === 'conflict') {
    const found = unitOf(unit);
    if (found.kind === 'name') context.conflicts.note(found.name, plan);
    return { ...plan, unit };
  }
  return {
    kind: 'change',
    unit,
    origin: originOf(context, plan),
    removed: lostRecords(plan.changes),
    added: gainedRecords(plan.changes),
  };
};

const originOf = (context: ZoneContext, { unit, after }: PlannedChange): ObjectRef | undefined => {
  const found = unitOf(unit);
  if (found.kind === 'object') return context.desired.originOf(found.key);
  if (after.kind === 'territory') return undefined;
  const marker = heldNow(context, after.name).marker.flatMap((rdata) => parseMarker(rdata) ?? [])[0];
  return context.desired.at(after.name)?.origin ?? marker?.object;
};
