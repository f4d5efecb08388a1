import { cutAt } from '../controller/write/cutAt.ts';
import { recordsOfRrset } from '../dns/formatZone.ts';
import { type DomainName, type Rrset, recordKey } from '../dns/rrset.ts';
import { objectRefText } from '../model/objectRef.ts';
import { makeProblem } from '../telemetry/problems.ts';
import { cutText } from '../zone/cutOver.ts';
import type { UnitKey } from '../zone/unit.ts';
import type { Link } from './explanation.ts';
import type { KnownZone } from './known.ts';
import { brokenLink, problemLink } from './link.ts';
import { messageLinks } from './messageLinks.ts';
import { writtenAt } from './rrsetsAt.ts';

export type Placed = {
  readonly name: DomainName;
  readonly unit: UnitKey;
  /** What should stand at the name, of the type that is asked for. */
  readonly rrsets: readonly Rrset[];
};

/** What became of records that should stand in the zone: written and when, or what keeps them out. */
export const stateLinks = (placed: Placed, zone: KnownZone, nowMs: number): readonly Link[] => {
  const obstacle = cutLink(placed, zone) ?? conflictLink(placed, zone) ?? refusalLink(placed, zone);
  if (obstacle !== undefined) return [obstacle];
  const written = new Set(writtenAt(zone, placed.name).flatMap(recordsOfRrset).map(recordKey));
  const missing = placed.rrsets.flatMap(recordsOfRrset).filter((one) => !written.has(recordKey(one)));
  const limit = zone.limit(placed.unit);
  if (missing.length === 0 || (limit !== undefined && written.size > 0))
    return messageLinks(placed.unit, zone, { nowMs, limit });
  return [
    limit === undefined ? pendingLink(placed, zone) : problemLink('message', 'refused', placed.name, limit),
  ];
};

const cutLink = ({ name, rrsets }: Placed, zone: KnownZone): Link | undefined => {
  const context = { standing: zone.parts.standing, options: { owner: zone.owner } };
  const found = cutAt(context, name, rrsets);
  return (
    found && brokenLink('zone', 'delegated', { subject: zone.zone, detail: `the name ${cutText(found)}` })
  );
};

const conflictLink = ({ name }: Placed, { parts, desired }: KnownZone): Link | undefined => {
  const conflict = parts.conflicts.names().get(name);
  if (conflict === undefined) return undefined;
  const origin = conflict.origin ?? desired.at(name)?.origin;
  const object = origin === undefined ? 'nobody' : objectRefText(origin);
  const problem = makeProblem('conflict', { name, object, reason: conflict.reason });
  return problemLink('message', 'conflict', name, problem);
};

/** Of a unit that the server takes in part, only what it left out is concerned. */
const refusalLink = ({ name, unit, rrsets }: Placed, zone: KnownZone): Link | undefined => {
  const problem = zone.refusal(unit);
  const outcome = zone.parts.quarantine.units().get(unit)?.outcome;
  if (problem === undefined || outcome === undefined) return undefined;
  if (outcome.kind !== 'omitted') return problemLink('message', 'refused', name, problem);
  const types = new Set<string>(rrsets.map(({ type }) => type));
  return outcome.records.some((record) => record.name === name && types.has(record.type))
    ? problemLink('message', 'omitted', name, problem)
    : undefined;
};

const pendingLink = ({ name, unit }: Placed, { problem, isKept, parts, zone }: KnownZone): Link => {
  if (problem !== undefined) return problemLink('message', 'zone-not-written', name, problem);
  if (!isKept)
    return brokenLink('message', 'pending', {
      subject: name,
      detail: `zone ${zone} does not hold it, a daemon that keeps the zone would write it`,
      fix: 'k8s-bind run, or look at the one that should keep the zone: k8s-bind status',
    });
  const detail = parts.queue.isPending(unit)
    ? 'it waits to be written'
    : 'the zone does not hold it yet, it is about to be looked at';
  return brokenLink('message', 'pending', { subject: name, detail });
};

/** Records of ours that still stand although nothing asks for them: why they do. */
export const leftoverLink = (
  broken: Link,
  { name, unit }: Pick<Placed, 'name' | 'unit'>,
  { parts, owner, zone, problem }: KnownZone,
): Link => {
  const held = parts.brake.held().get(unit);
  if (held !== undefined) {
    const deletes = [...parts.brake.held().values()].reduce((sum, records) => sum + records, 0);
    const owned = parts.ledger.totalRecords();
    const guarded = makeProblem('guarded', { zone, count: deletes, owned });
    return {
      ...problemLink(broken.kind, 'held-back', broken.subject, guarded),
      detail: `${broken.detail}, and its records stay: ${guarded.message}`,
    };
  }
  const hold = parts.holds.units().get(unit);
  if (hold !== undefined && !hold.isOver) {
    const facts = { found: `"${name}"`, object: objectRefText(hold.origin), reason: hold.waitsFor };
    return problemLink(broken.kind, 'held', broken.subject, makeProblem('held', facts));
  }
  const waits = problem === undefined ? 'wait to be removed' : `stay: ${problem.message}`;
  return { ...broken, detail: `${broken.detail}; records of owner ${owner} stand there and ${waits}` };
};
