import type { ResourceRecord, Rrset } from '../../dns/rrset.ts';
import { objectRefKey } from '../../model/objectRef.ts';
import { type ChangeStep, toSteps } from '../../plan/changeStep.ts';
import { diffRrsets } from '../../plan/diffRrsets.ts';
import { type NamePlan, planName } from '../../plan/planName.ts';
import type { HeldName } from '../../zone/heldName.ts';
import { parseMarker } from '../../zone/marker.ts';
import { heldAt } from '../../zone/mirror.ts';
import type { UnitKey } from '../../zone/zoneLayout.ts';
import type { DesiredName } from '../desired/desiredZone.ts';
import type { ZoneContext } from '../zoneContext.ts';
import {
  rrsetsOfSource,
  sameSource,
  type WrittenSource,
  wantedAtName,
  wantedSource,
} from './writtenSource.ts';

/** What one unit or name needs now. */
export type UnitPlan =
  | { readonly kind: 'none' }
  | { readonly kind: 'conflict'; readonly reason: string; readonly service: string }
  | PlannedChange;

export type PlannedChange = {
  readonly kind: 'change';
  readonly unit: UnitKey;
  readonly steps: readonly ChangeStep[];
  readonly addedRecords: number;
  readonly removedRecords: number;
  /** What is there once BIND has taken it. */
  readonly after: WrittenUnit;
};

export type WrittenUnit =
  | { readonly kind: 'territory'; readonly source: WrittenSource | undefined }
  | { readonly kind: 'name'; readonly held: HeldName };

const none: UnitPlan = { kind: 'none' };

export const isOutsideName = ({ state }: Pick<ZoneContext, 'state'>, unit: UnitKey): boolean =>
  unit.endsWith('.') && state.layout.placeOf(unit).kind === 'outside';

export const planUnit = (context: ZoneContext, unit: UnitKey, maxOctets: number): UnitPlan =>
  isOutsideName(context, unit)
    ? planOutsideName(context, unit, maxOctets)
    : planTerritory(context, unit, maxOctets);

const planTerritory = (context: ZoneContext, unit: UnitKey, maxOctets: number): UnitPlan => {
  const { state } = context;
  const source = wantedSource(context, unit);
  const written = state.written.get(unit);
  if (sameSource(source, written)) return none;
  const { deletes, adds, removedRecords } = diffRrsets(
    rrsetsOfSource(context, written),
    rrsetsOfSource(context, source),
  );
  if (deletes.length + adds.length === 0) {
    remember(state.written, unit, source);
    return none;
  }
  return {
    kind: 'change',
    unit,
    steps: toSteps(state.layout.zone, [], [...deletes, ...adds], maxOctets),
    addedRecords: adds.length,
    removedRecords,
    after: { kind: 'territory', source },
  };
};

/** Keeps `written` as small as the zone: a unit that holds nothing has no entry. */
export const remember = (
  written: Map<UnitKey, WrittenSource>,
  unit: UnitKey,
  source: WrittenSource | undefined,
): void => {
  if (source === undefined) written.delete(unit);
  else written.set(unit, source);
};

const planOutsideName = (context: ZoneContext, name: UnitKey, maxOctets: number): UnitPlan => {
  const { state } = context;
  const wish = wantedAtName(context, name);
  const plan =
    wish !== undefined && isBaseTaken(context, name, wish) ? baseTaken(wish) : planNameNow(context, name);
  if (plan.kind === 'none') return none;
  if (plan.kind === 'conflict')
    return { ...plan, service: wish === undefined ? '' : objectRefKey(wish.origin) };
  const steps = toSteps(state.layout.zone, plan.prerequisites, plan.operations, maxOctets);
  if (steps.length > 1) {
    const reason =
      'needs more records than one message holds, and outside the territory a name changes in one message or not at all';
    return { kind: 'conflict', reason, service: wish === undefined ? '' : objectRefKey(wish.origin) };
  }
  return {
    kind: 'change',
    unit: name,
    steps,
    addedRecords: plan.addedRecords,
    removedRecords: plan.removedRecords,
    after: { kind: 'name', held: plan.after },
  };
};

const planNameNow = (context: ZoneContext, name: UnitKey): NamePlan =>
  planName({
    zone: context.state.layout.zone,
    owner: context.options.owner,
    name,
    held: heldNow(context, name),
    wish: wantedAtName(context, name),
  });

/** SRV records below a name speak of that name's addresses: where it is another hand's, they would lead to a stranger. */
const isBaseTaken = (context: ZoneContext, name: UnitKey, { base }: DesiredName): boolean =>
  base !== name &&
  !heldNow(context, base).marker.some((rdata) => parseMarker(rdata)?.owner === context.options.owner) &&
  planNameNow(context, base).kind === 'conflict';

const baseTaken = ({ base }: DesiredName): NamePlan => ({
  kind: 'conflict',
  reason: `speaks of ${base}, which is not ours`,
});

/** What a name outside the territory holds by the last acknowledgement. */
export const heldNow = ({ state }: ZoneContext, name: UnitKey): HeldName => {
  const written = state.writtenNames.get(name);
  if (written !== undefined) return written;
  return state.mirror === undefined
    ? { records: [], otherRecords: 0, marker: [] }
    : heldAt(state.mirror, name);
};

/** Turns records of one unit into RRsets, in the order of their first record. */
export const toRrsets = (records: Iterable<ResourceRecord>): Rrset[] => {
  const byKey = new Map<string, { -readonly [K in keyof Rrset]: Rrset[K] } & { rdatas: string[] }>();
  for (const { name, type, ttlSeconds, rdata } of records) {
    const key = `${name} ${type}`;
    const rrset = byKey.get(key);
    if (rrset === undefined) byKey.set(key, { name, type, ttlSeconds, rdatas: [rdata] });
    else rrset.rdatas.push(rdata);
  }
  return [...byKey.values()];
};
