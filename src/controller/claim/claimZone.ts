import { assertNever } from '../../assertNever.ts';
import type { Rdata, ResourceRecord } from '../../dns/rrset.ts';
import type { Prerequisite } from '../../dns/updateMessage.ts';
import type { UpdateContent } from '../../server/zoneClient.ts';
import {
  type Claim,
  claimName,
  claimTtlSeconds,
  decideClaim,
  findClaim,
  formatClaim,
  parseClaim,
} from '../../zone/claim.ts';
import type { Mirror } from '../../zone/mirror.ts';
import { waitBeforeReading, waitBeforeRetry } from '../waitBeforeRetry.ts';
import type { ZoneContext } from '../zoneContext.ts';
import type { ZoneEnd } from '../zoneEvent.ts';
import { countGained, coveredBy, gainedUnits, layoutToHold } from './layoutToHold.ts';

/** Takes the claim that the mirror shows, or says why this process must not. Undefined: go on (the claim is held, or is tried again). */
export const claimZone = async (context: ZoneContext, mirror: Mirror): Promise<ZoneEnd | undefined> => {
  const { state, options } = context;
  const finding = findClaim(mirror.claim, options.owner);
  const covered = coveredBy(finding);
  if (divideAnew(context, mirror, covered)) return undefined;
  const decision = decideClaim(finding, {
    uncoveredEmpty: countGained(mirror, covered) === 0,
    heldEpoch: state.heldEpoch,
  });
  switch (decision.kind) {
    case 'occupied':
      return listOccupied(context, covered);
    case 'foreign':
      return { kind: 'foreignOwner', claim: decision.claim };
    case 'unreadable':
      return { kind: 'unreadableClaim', rdatas: decision.rdatas };
    case 'take':
      await take(context, mirror, decision.epoch, decision.replaces);
      return undefined;
    default:
      return assertNever(decision);
  }
};

const take = async (
  context: ZoneContext,
  mirror: Mirror,
  epoch: number,
  replaces: readonly Rdata[],
): Promise<void> => {
  const { state, options, client, report } = context;
  const claim: Claim = {
    owner: options.owner,
    epoch,
    territory: state.layout.territory,
    holder: options.holder,
  };
  const rdata = formatClaim(claim);
  const outcome = await client.update(claimUpdate(state.layout.zone, rdata, replaces));
  if (outcome.kind === 'prerequisiteFailed' || outcome.kind === 'unknown') {
    // Somebody else was quicker, or our own claim arrived after all: the zone tells.
    state.readDue = 'full';
    waitBeforeRetry(context, outcome, 1);
  } else if (outcome.kind === 'applied') {
    context.retry.reset();
    if (state.fullReadAfterRefusal) state.readDue = 'full';
    state.fullReadAfterRefusal = false;
    mirror.claim = [rdata];
    state.claim = { claim, name: claimName(state.layout.zone), rdata };
    state.heldEpoch = epoch;
    report({
      kind: 'claimed',
      claim,
      previous: replaces.map(parseClaim).find((previous) => previous !== undefined),
    });
  } else {
    state.fullReadAfterRefusal = outcome.kind === 'refused' || outcome.kind === 'serverFailure';
    waitBeforeRetry(context, outcome, 1);
  }
};

/** Whether the zone must be read again, divided otherwise, before anything else: see {@link layoutToHold}. */
export const divideAnew = (
  { state }: Pick<ZoneContext, 'state'>,
  mirror: Mirror,
  claim: Claim | undefined,
): boolean => {
  const layout = layoutToHold(state.wantedLayout, claim, mirror);
  if (layout.territory === state.layout.territory) return false;
  state.layout = layout;
  state.mirror = undefined;
  // A claim that covers more than there is to hold is made anew; one is not held yet where there is more.
  state.claim = undefined;
  return true;
};

/** The UPDATE that replaces exactly the claim that was seen, or makes the first one. */
export const claimUpdate = (zone: string, rdata: Rdata, replaces: readonly Rdata[]): UpdateContent => {
  const name = claimName(zone);
  const prerequisite: Prerequisite =
    replaces.length === 0
      ? { kind: 'rrsetAbsent', name, type: 'TXT' }
      : { kind: 'rrsetEquals', name, type: 'TXT', rdatas: replaces };
  return {
    prerequisites: [prerequisite],
    operations: [
      ...replaces.map((old) => ({ kind: 'deleteRecord', name, type: 'TXT', rdata: old }) as const),
      { kind: 'add', name, type: 'TXT', ttlSeconds: claimTtlSeconds, rdata },
    ],
  };
};

/**
 * Whether the claim in the mirror is still the one this process holds.
 *
 * | in the zone                                   | meaning                                                |
 * | --------------------------------------------- | ------------------------------------------------------ |
 * | exactly ours                                  | held                                                   |
 * | same owner, later epoch                       | fenced out: another process took over                  |
 * | same owner, same epoch, another holder        | fenced out: the zone went back, and another was quicker |
 * | same owner, earlier epoch; ours plus strays; absent | lost: the zone was restored or edited; take it again |
 * | another owner's                               | refuse                                                 |
 */
export const checkClaim = (context: ZoneContext, mirror: Mirror): ZoneEnd | undefined => {
  const { state, options } = context;
  const held = state.claim;
  if (held === undefined) return undefined;
  if (mirror.claim.length === 1 && mirror.claim[0] === held.rdata) return undefined;
  const finding = findClaim(mirror.claim, options.owner);
  if (finding.kind === 'foreign') return { kind: 'foreignOwner', claim: finding.claim };
  if (finding.kind === 'unreadable') return { kind: 'unreadableClaim', rdatas: finding.rdatas };
  if (finding.kind === 'ours' && finding.rdata !== held.rdata && finding.claim.epoch >= held.claim.epoch) {
    return { kind: 'fenced', by: finding.claim };
  }
  state.claim = undefined;
  return undefined;
};

const listedRecords = 20;

/** The territory, or a part of it that is new to our claim, has records of another hand: they are shown, and nothing is written. */
const listOccupied = async (
  context: ZoneContext,
  covered: Claim | undefined,
): Promise<ZoneEnd | undefined> => {
  const { layout } = context.state;
  const isGained = gainedUnits(layout, covered);
  const records: ResourceRecord[] = [];
  let total = 0;
  const result = await context.client.transfer(undefined, {
    begin: () => undefined,
    record: (_change, record) => {
      const place = layout.placeOf(record.name);
      if (place.kind !== 'territory' || !isGained(place.unit)) return;
      total += 1;
      if (records.length < listedRecords) records.push(record);
    },
    other: () => undefined,
  });
  if (result.kind === 'complete') return { kind: 'occupied', records, total };
  waitBeforeReading(context, result);
  return undefined;
};
