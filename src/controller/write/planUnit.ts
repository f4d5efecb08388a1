import type { DomainName } from '../../dns/rrset.ts';
import type { ObjectRef } from '../../model/objectRef.ts';
import { type ChangeStep, toSteps } from '../../plan/changeStep.ts';
import { type NamePlan, planName } from '../../plan/planName.ts';
import { changesBetween, type RrsetChange } from '../../plan/rrsetChange.ts';
import { rrsetOperations } from '../../plan/rrsetOperations.ts';
import { cutText } from '../../zone/cutOver.ts';
import type { HeldName } from '../../zone/heldName.ts';
import { parseMarker } from '../../zone/marker.ts';
import type { UnitKey } from '../../zone/unit.ts';
import type { DesiredName } from '../desired/desiredZone.ts';
import type { ZoneContext } from '../zoneContext.ts';
import { cutAt, hiddenBy } from './cutAt.ts';
import { heldNow, outsideName } from './heldNow.ts';
import { isKept } from './isKept.ts';
import {
  desiredAtName,
  desiredSource,
  note,
  rrsetsOfSource,
  sameSource,
  type WrittenSource,
} from './writtenSource.ts';

/** What one unit or name needs now. */
export type UnitPlan =
  | { readonly kind: 'none' }
  | ({ readonly kind: 'conflict' } & PlannedConflict)
  | PlannedChange;

/** `origin` is undefined where nothing asks for the name any more. */
export type PlannedConflict = { readonly reason: string; readonly origin: ObjectRef | undefined };

export type PlannedChange = {
  readonly kind: 'change';
  readonly unit: UnitKey;
  readonly changes: readonly RrsetChange[];
  readonly steps: readonly ChangeStep[];
  /** What is there once BIND has taken it. */
  readonly after: WrittenUnit;
  /** Why a part of what is desired is left out. */
  readonly conflict?: PlannedConflict;
};

export type WrittenUnit =
  | { readonly kind: 'territory'; readonly source: WrittenSource | undefined }
  | {
      readonly kind: 'name';
      readonly name: DomainName;
      readonly held: HeldName;
      /** How many of the records held are ours. */
      readonly ownRecords: number;
    };

const none: UnitPlan = { kind: 'none' };

/** @param room what a message holds at most; what may be divided is, where the server is slow */
export const planUnit = (context: ZoneContext, unit: UnitKey, room: number): UnitPlan => {
  if (isKept(context, unit)) return none;
  const name = outsideName(context, unit);
  return name === undefined
    ? planTerritory(context, unit, Math.min(room, context.pace.maxPartOctets()))
    : planOutsideName(context, { unit, name }, room);
};

const planTerritory = (context: ZoneContext, unit: UnitKey, maxOctets: number): UnitPlan => {
  const { standing, ledger } = context;
  const source = desiredSource(context, unit);
  const written = ledger.source(unit);
  if (sameSource(source, written)) return none;
  const changes = changesBetween(rrsetsOfSource(context, written), rrsetsOfSource(context, source));
  if (changes.length === 0) {
    note(context, unit, source);
    return none;
  }
  const steps = toSteps(standing.layout().zone, [], rrsetOperations(changes), maxOctets);
  return { kind: 'change', unit, changes, steps, after: { kind: 'territory', source } };
};

const planOutsideName = (
  context: ZoneContext,
  { unit, name }: { readonly unit: UnitKey; readonly name: DomainName },
  maxOctets: number,
): UnitPlan => {
  const desired = desiredAtName(context, name);
  const origin = desired?.origin;
  const cut = desired && cutAt(context, name, desired.rrsets);
  if (cut !== undefined) return { kind: 'conflict', reason: cutText(cut), origin };
  const plan =
    desired !== undefined && isBaseTaken(context, name, desired)
      ? baseTaken(desired)
      : planNameNow(context, name);
  if (plan.kind === 'none') return none;
  if (plan.kind === 'conflict') return { ...plan, origin };
  const { changes, conflict } = plan;
  const hidden = changes.flatMap((change) => hiddenByChange(context, change) ?? [])[0];
  if (hidden !== undefined)
    return { kind: 'conflict', reason: `would hide ${hidden}, which is not ours`, origin };
  const steps = toSteps(context.standing.layout().zone, plan.prerequisites, plan.operations, maxOctets);
  if (steps.length > 1) return { kind: 'conflict', reason: tooManyRecords, origin };
  return {
    kind: 'change',
    unit,
    changes,
    steps,
    after: { kind: 'name', name, held: plan.after, ownRecords: plan.ownRecords },
    ...(conflict === undefined ? {} : { conflict: { reason: conflict, origin } }),
  };
};

const tooManyRecords =
  'needs more records than one message holds, and outside the territory a name changes in one message or not at all';

const hiddenByChange = (context: ZoneContext, change: RrsetChange): DomainName | undefined =>
  change.kind === 'create' && change.after.type === 'NS' ? hiddenBy(context, change.after) : undefined;

const planNameNow = (context: ZoneContext, name: DomainName): NamePlan =>
  planName({
    zone: context.standing.layout().zone,
    owner: context.options.owner,
    name,
    held: heldNow(context, name),
    desired: desiredAtName(context, name),
  });

/**
 * SRV records below a name speak of that name's addresses: where it is another writer's, they would lead to a
 * stranger.
 */
const isBaseTaken = (context: ZoneContext, name: DomainName, { base }: DesiredName): boolean =>
  base !== name &&
  !heldNow(context, base).marker.some((rdata) => parseMarker(rdata)?.owner === context.options.owner) &&
  planNameNow(context, base).kind === 'conflict';

const baseTaken = ({ base }: DesiredName): NamePlan => ({
  kind: 'conflict',
  reason: `speaks of ${base}, which is not ours`,
});
