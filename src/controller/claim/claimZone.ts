import { assertNever } from '../../assertNever.ts';
import type { DomainName, Rdata, ResourceRecord } from '../../dns/rrset.ts';
import { claimUpdate } from '../../plan/claimUpdate.ts';
import {
  type Claim,
  type ClaimFinding,
  claimName,
  decideClaim,
  findClaim,
  formatClaim,
  otherViewOf,
  parseClaim,
} from '../../zone/claim.ts';
import { type Cut, isCutType } from '../../zone/cutOver.ts';
import { isServiceType } from '../../zone/isServiceType.ts';
import type { Mirror, OtherRecord } from '../../zone/mirror.ts';
import { orOverdue } from '../orOverdue.ts';
import { waitBeforeReading, waitBeforeRetry } from '../waitBeforeRetry.ts';
import type { ZoneContext } from '../zoneContext.ts';
import type { ZoneEnd } from '../zoneEvent.ts';
import { countGained, coveredBy, gainedCuts, gainedUnits, layoutToHold } from './layoutToHold.ts';

/**
 * Takes the claim that the mirror shows, or says why this process must not. Undefined: go on (the claim is
 * held, or is tried again).
 */
export const claimZone = async (context: ZoneContext, mirror: Mirror): Promise<ZoneEnd | undefined> => {
  const { standing, options } = context;
  const finding = findClaim(mirror.claim, options.owner);
  const covered = coveredBy(finding);
  if (divideAnew(context, mirror, covered)) return undefined;
  const decision = decideClaim(finding, {
    uncoveredEmpty: countGained(mirror, covered) === 0,
    heldEpoch: standing.heldEpoch(),
    otherViews: options.otherViews,
  });
  switch (decision.kind) {
    case 'occupied':
      return listOccupied(context, covered);
    case 'foreign':
      return { kind: 'foreign-owner', claim: decision.claim };
    case 'other-view':
      return decision;
    case 'unreadable':
      return { kind: 'unreadable-claim', rdatas: decision.rdatas };
    case 'take':
      if (!joinStanding(context, finding)) await take(context, decision.epoch, decision.replaces);
      return undefined;
    default:
      return assertNever(decision);
  }
};

/**
 * A run by hand writes under the claim that stands, whoever holds it: it raises no epoch, so that it never
 * ends a daemon. Returns false where there is none that it could use as it is.
 */
const joinStanding = ({ standing, options }: ZoneContext, finding: ClaimFinding): boolean => {
  const { zone, territory } = standing.layout();
  if (!options.oneShot || finding.kind !== 'ours' || finding.strays.length > 0) return false;
  if (finding.claim.territory !== territory) return false;
  standing.hold({ claim: finding.claim, name: claimName(zone), rdata: finding.rdata, joined: true });
  return true;
};

const take = async (context: ZoneContext, epoch: number, replaces: readonly Rdata[]): Promise<void> => {
  const { standing, standby, queue, schedule, options, client, report } = context;
  const { zone, territory } = standing.layout();
  const claim: Claim = {
    owner: options.owner,
    epoch,
    territory,
    holder: options.holder,
    taking: Math.trunc(context.random() * 2 ** 52).toString(36),
    stopped: false,
    ...(options.view === '' ? {} : { view: options.view }),
  };
  const rdata = formatClaim(claim);
  const outcome = await client.update(claimUpdate(zone, rdata, replaces));
  if (outcome.kind === 'prerequisite-failed' || outcome.kind === 'unknown') {
    // Somebody else was quicker, or our own claim arrived after all: reading the zone shows which.
    schedule.doubt('full');
    waitBeforeRetry(context, outcome, 1);
  } else if (outcome.kind === 'applied') {
    schedule.noteAnswered('write');
    schedule.noteTaken();
    // That the zone has come this far is looked at soon: it may be put back just then. Not in one run, which
    // would wait for it: that ends before somebody else could take the zone.
    if (!options.oneShot) schedule.noteWritten();
    standing.hold({ claim, name: claimName(zone), rdata, joined: false });
    for (const [unit, seenMs] of standby.end()) queue.add(unit, { seenMs, reason: 'changed' });
    report({
      kind: 'claimed',
      claim,
      previous: replaces.map(parseClaim).find((previous) => previous !== undefined),
    });
  } else {
    if (outcome.kind === 'refused' || outcome.kind === 'server-failure') schedule.noteRefused();
    waitBeforeRetry(context, outcome, 1);
  }
};

/** Whether the zone must be read again, divided otherwise, before anything else: see {@link layoutToHold}. */
export const divideAnew = (
  { standing }: Pick<ZoneContext, 'standing'>,
  mirror: Mirror,
  claim: Claim | undefined,
): boolean => {
  const layout = layoutToHold(standing.configured, claim, mirror);
  if (layout.territory === standing.layout().territory) return false;
  // The zone is then read and claimed anew, with the territory that it has now.
  standing.divide(layout);
  return true;
};

/**
 * Whether the claim in the mirror is still the one this process holds, or stands by for.
 *
 * | in the zone                                      | meaning                                              |
 * | ------------------------------------------------ | ---------------------------------------------------- |
 * | exactly ours                                     | held                                                 |
 * | same owner, later epoch                          | fenced out: another process took over                |
 * | same owner, same epoch, another holder           | fenced out: the zone went back, another was quicker  |
 * | same owner, earlier epoch; ours and strays; none | lost by a restore or an edit: take it again          |
 * | another owner's, or of another view of ours      | refuse                                               |
 *
 * Who is fenced out stands by; a run by hand goes on under the claim that stands now.
 */
export const checkClaim = (context: ZoneContext, mirror: Mirror): ZoneEnd | undefined => {
  const { standing, standby, options } = context;
  const held = standing.claim();
  if (held === undefined && standby.by() === undefined) return undefined;
  if (mirror.claim.length === 1 && mirror.claim[0] === held?.rdata) return undefined;
  const finding = findClaim(mirror.claim, options.owner);
  if (finding.kind === 'foreign') return { kind: 'foreign-owner', claim: finding.claim };
  if (finding.kind === 'unreadable') return { kind: 'unreadable-claim', rdatas: finding.rdatas };
  const otherView = finding.kind === 'ours' ? otherViewOf(finding.claim, options.otherViews) : undefined;
  if (otherView !== undefined) return { kind: 'other-view', otherView };
  if (held === undefined) {
    keepStandingBy(context, finding);
    return undefined;
  }
  standing.lose();
  const isFenced =
    finding.kind === 'ours' && finding.rdata !== held.rdata && finding.claim.epoch >= held.claim.epoch;
  if (!isFenced || options.oneShot) return undefined;
  if (options.onFence === 'exit') return { kind: 'fenced', by: finding.claim };
  keepStandingBy(context, finding);
  return undefined;
};

/** Where there is no claim any more, it is taken like any that was lost. */
const keepStandingBy = ({ standby, queue, report }: ZoneContext, finding: ClaimFinding): void => {
  if (finding.kind === 'ours') {
    if (standby.see(finding.claim)) report({ kind: 'standing-by', by: finding.claim });
    return;
  }
  for (const [unit, seenMs] of standby.end()) queue.add(unit, { seenMs, reason: 'changed' });
};

/** How long a process that ends waits for the server to take this last message. */
const leaveLimitMs = 2_000;

/**
 * Says in the claim that its holder has stopped, so that whoever stands by need not wait. Nothing is lost
 * when it fails.
 */
export const leaveClaim = async ({ standing, client, after }: ZoneContext): Promise<void> => {
  const held = standing.claim();
  if (held === undefined || held.joined) return;
  const rdata = formatClaim({ ...held.claim, stopped: true });
  const said = client.update(claimUpdate(standing.layout().zone, rdata, [held.rdata]));
  await orOverdue(said, { limitMs: leaveLimitMs, after });
  standing.leave(rdata);
};

const listedRecords = 20;

/**
 * The territory, or a part of it that is new to our claim, has records of another writer: they are shown, and
 * nothing is written.
 */
const listOccupied = async (
  context: ZoneContext,
  covered: Claim | undefined,
): Promise<ZoneEnd | undefined> => {
  const layout = context.standing.layout();
  const isGained = gainedUnits(layout, covered);
  const hidesGained = gainedCuts(layout, covered);
  const records: ResourceRecord[] = [];
  const cuts: Cut[] = [];
  let total = 0;
  const isGainedAt = (name: DomainName): boolean => {
    const place = layout.placeOf(name);
    return place.kind === 'territory' && isGained(place.unit);
  };
  const noteCut = ({ name, type }: OtherRecord): void => {
    if (!isCutType(type) || !hidesGained({ name, type })) return;
    total += 1;
    if (cuts.length < listedRecords) cuts.push({ name, type });
  };
  const result = await context.client.transfer(undefined, {
    begin: () => undefined,
    record: (_change, record) => {
      noteCut(record);
      if (!isServiceType(record.type) || !isGainedAt(record.name)) return;
      total += 1;
      if (records.length < listedRecords) records.push(record);
    },
    other: (_change, record) => noteCut(record),
  });
  if (result.kind === 'complete' && total > 0) return { kind: 'occupied', records, cuts, total };
  // What stood there when the zone was read has gone since.
  if (result.kind === 'complete') context.schedule.doubt('full');
  else waitBeforeReading(context, result);
  return undefined;
};
