import { createBackoff } from '../backoff.ts';
import { recordsOfRrset } from '../dns/formatZone.ts';
import type { ResourceRecord } from '../dns/rrset.ts';
import { objectRefKey } from '../model/objectRef.ts';
import type { ServiceKey } from '../model/service.ts';
import { needsConsent } from '../plan/needsConsent.ts';
import type { ReadFailure } from '../server/updateOutcome.ts';
import { type ClaimDecision, decideClaim, findClaim } from '../zone/claim.ts';
import { parseMarker } from '../zone/marker.ts';
import type { Mirror } from '../zone/mirror.ts';
import type { UnitKey, ZoneLayout } from '../zone/zoneLayout.ts';
import { divideAnew } from './claim/claimZone.ts';
import { countGained, coveredBy } from './claim/layoutToHold.ts';
import { compareZone } from './read/compareZone.ts';
import { readFull } from './read/readChanges.ts';
import { heldNow, type PlannedChange, planUnit } from './write/planUnit.ts';
import { rrsetsOfSource } from './write/writtenSource.ts';
import type { ZoneContext } from './zoneContext.ts';
import { createZoneState } from './zoneState.ts';

/** What the loop would write into a zone if it started now. */
export type ZonePreview =
  | {
      readonly kind: 'preview';
      readonly zone: string;
      readonly serial: number;
      /** What would be done about the claim. Unless it is `take`, nothing else would be written. */
      readonly claim: ClaimDecision;
      readonly units: readonly UnitPreview[];
      readonly owned: number;
      /** The guard would hold the deletions back. */
      readonly guarded: boolean;
    }
  | { readonly kind: 'failed'; readonly zone: string; readonly failure: ReadFailure };

export type UnitPreview =
  | {
      readonly kind: 'change';
      readonly unit: UnitKey;
      /** The Service behind the records; empty where several share them, and for the zone's own. */
      readonly service: ServiceKey;
      readonly removed: readonly ResourceRecord[];
      readonly added: readonly ResourceRecord[];
    }
  | {
      readonly kind: 'conflict';
      readonly unit: UnitKey;
      readonly service: ServiceKey;
      readonly reason: string;
    };

export type PreviewDeps = Pick<ZoneContext, 'desired' | 'client' | 'options' | 'source'> & {
  readonly layout: ZoneLayout;
  readonly services: readonly ServiceKey[];
};

/**
 * Reads the zone, compares and plans by the same steps as the loop, and sends no UPDATE. The zone may change while it is read; it is then compared once
 * more, and the preview is of what was read last.
 */
export const previewZone = async (deps: PreviewDeps): Promise<ZonePreview> => {
  const { layout, desired, source, options } = deps;
  const failures: ReadFailure[] = [];
  const context: ZoneContext = {
    ...deps,
    state: createZoneState(layout),
    report: (event) => {
      if (event.kind === 'readFailed') failures.push(event.failure);
    },
    nowMs: () => 0,
    timeMs: () => 0,
    stopping: () => false,
    random: () => 0,
    retry: createBackoff(() => 0, { baseMs: 1, maxMs: 1 }),
  };
  const { state } = context;
  for (const key of deps.services) desired.put(key, source.snapshot(key));
  await readFull(context);
  if (
    state.mirror !== undefined &&
    divideAnew(context, state.mirror, coveredBy(findClaim(state.mirror.claim, options.owner)))
  )
    await readFull(context);
  for (
    let times = 0;
    times < 2 && (state.compareDue || state.unconfirmed.size > 0) && failures.length === 0;
    times += 1
  ) {
    await compareZone(context);
  }
  const [failure] = failures;
  if (failure !== undefined || state.mirror === undefined) {
    return { kind: 'failed', zone: layout.zone, failure: failure ?? { kind: 'unknown', reason: 'not read' } };
  }
  const units = [...state.dirty.keys()].flatMap((unit) => previewUnit(context, unit) ?? []);
  return {
    kind: 'preview',
    zone: layout.zone,
    serial: state.mirror.serial,
    claim: claimOf(state.mirror, options.owner),
    units,
    owned: state.ownedRecords,
    guarded: needsConsent(netRemovals(units), state.ownedRecords, options.guard),
  };
};

const claimOf = (mirror: Mirror, owner: string): ClaimDecision => {
  const finding = findClaim(mirror.claim, owner);
  const uncoveredEmpty = countGained(mirror, coveredBy(finding)) === 0;
  return decideClaim(finding, { uncoveredEmpty, heldEpoch: undefined });
};

const previewUnit = (context: ZoneContext, unit: UnitKey): UnitPreview | undefined => {
  const plan = planUnit(context, unit, Number.POSITIVE_INFINITY);
  if (plan.kind === 'none') return undefined;
  if (plan.kind === 'conflict') return { kind: 'conflict', unit, service: plan.service, reason: plan.reason };
  const before = recordsBefore(context, plan);
  const after = recordsAfter(context, plan);
  return {
    kind: 'change',
    unit,
    service: serviceOf(context, plan),
    removed: without(before, after),
    added: without(after, before),
  };
};

const recordsBefore = (context: ZoneContext, { unit, after }: PlannedChange): readonly ResourceRecord[] => {
  const { state } = context;
  if (after.kind === 'territory')
    return rrsetsOfSource(context, state.written.get(unit)).flatMap(recordsOfRrset);
  return heldNow(context, unit).records.map((record) => ({ name: unit, ...record }));
};

const recordsAfter = (context: ZoneContext, { unit, after }: PlannedChange): readonly ResourceRecord[] =>
  after.kind === 'territory'
    ? rrsetsOfSource(context, after.source).flatMap(recordsOfRrset)
    : after.held.records.map((record) => ({ name: unit, ...record }));

const serviceOf = (context: ZoneContext, { unit, after }: PlannedChange): ServiceKey => {
  if (after.kind === 'territory') return unit.endsWith('.') ? '' : unit;
  const marker = heldNow(context, unit).marker.flatMap((rdata) => parseMarker(rdata) ?? [])[0];
  const origin = context.desired.at(unit)?.origin;
  return origin === undefined ? (marker?.service ?? '') : objectRefKey(origin);
};

const without = (
  records: readonly ResourceRecord[],
  others: readonly ResourceRecord[],
): readonly ResourceRecord[] => {
  const known = new Set(others.map(recordKey));
  return records.filter((record) => !known.has(recordKey(record)));
};

const recordKey = ({ name, ttlSeconds, type, rdata }: ResourceRecord): string =>
  `${name} ${ttlSeconds} ${type} ${rdata}`;

/** As the guard counts: units that lose more records than they gain. */
const netRemovals = (units: readonly UnitPreview[]): number =>
  units.reduce(
    (sum, unit) => sum + (unit.kind === 'change' ? Math.max(0, unit.removed.length - unit.added.length) : 0),
    0,
  );
