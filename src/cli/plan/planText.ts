import { assertNever } from '../../assertNever.ts';
import type { DesiredZone } from '../../controller/desired/desiredZone.ts';
import { type LeftOut, leftOutOf } from '../../controller/desired/leftOutOf.ts';
import type { UnitPreview } from '../../controller/previewZone.ts';
import { compareNames } from '../../dns/compareNames.ts';
import { compareRecords, formatRecord } from '../../dns/formatZone.ts';
import { leftOutText } from '../../model/leftOutText.ts';
import { type ObjectRef, objectRefKey } from '../../model/objectRef.ts';
import { zoneInView } from '../../model/zoneInView.ts';
import type { ServerAccess } from '../../setup/openZoneClient.ts';
import type { ClaimDecision } from '../../zone/claim.ts';
import type { KnownOwner } from '../ownerOf.ts';
import type { CompletePreview } from './previewZones.ts';

/** One zone's changes as `--output json` and `yaml` have them; the text is made of the same. */
export type ZonePlanView = {
  readonly zone: string;
  /** Tells it from a zone of the same name. */
  readonly view?: string;
  readonly serial: number;
  readonly owner: string;
  /**
   * `held`: ours already; `free`: would be taken; `foreign`, `occupied`, `otherView`, `unreadable`: nothing
   * would be written.
   */
  readonly claim: 'held' | 'free' | 'foreign' | 'occupied' | 'otherView' | 'unreadable';
  readonly claimText: string;
  readonly changes: readonly ServiceChanges[];
  readonly conflicts: readonly { readonly name: string; readonly service: string; readonly reason: string }[];
  readonly added: number;
  readonly removed: number;
  /** Deletions would be held back until somebody confirms them. */
  readonly guarded: boolean;
  /** Addresses that lie outside of the zone's networks, which is no fault; absent where there are none. */
  readonly leftOut?: LeftOut;
};

export type ServiceChanges = {
  /** `namespace/name`; empty for the zone's own records. */
  readonly service: string;
  /** Lines of a zone file. */
  readonly removed: readonly string[];
  readonly added: readonly string[];
};

export const planView = (
  preview: CompletePreview,
  { access, desired }: PlannedParts,
  owner: KnownOwner,
): ZonePlanView => {
  const changes = byService(preview.units);
  return {
    zone: preview.zone,
    ...(access.view === undefined ? {} : { view: access.view }),
    serial: preview.serial,
    owner: owner.owner,
    ...claimView(preview.claim, owner),
    changes,
    conflicts: preview.units
      .flatMap((unit) => (unit.kind === 'conflict' ? [unit] : []))
      .map(({ unit, origin, reason }) => ({ name: unit, service: keyOf(origin), reason }))
      .sort((a, b) => compareNames(a.name, b.name)),
    added: changes.reduce((sum, { added }) => sum + added.length, 0),
    removed: changes.reduce((sum, { removed }) => sum + removed.length, 0),
    guarded: preview.guarded,
    ...leftOutOf(desired),
  };
};

type PlannedParts = {
  readonly access: Pick<ServerAccess, 'view'>;
  readonly desired: Pick<DesiredZone, 'leftOut'>;
};

/** Whether a daemon would write anything but its claim, or could not write at all. */
export const hasChanges = ({ changes, claim }: ZonePlanView): boolean =>
  changes.length > 0 || claim !== 'held';

const byService = (units: readonly UnitPreview[]): readonly ServiceChanges[] => {
  const changes = units.flatMap((unit) => (unit.kind === 'change' ? [unit] : []));
  return [...Map.groupBy(changes, ({ origin }) => keyOf(origin))]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([service, list]) => ({
      service,
      removed: lines(list.flatMap(({ removed }) => removed)),
      added: lines(list.flatMap(({ added }) => added)),
    }));
};

const keyOf = (origin: ObjectRef | undefined): string => (origin === undefined ? '' : objectRefKey(origin));

const lines = (records: Parameters<typeof compareRecords>[0][]): readonly string[] =>
  records.sort(compareRecords).map((record) => formatRecord(record));

const claimView = (claim: ClaimDecision, owner: KnownOwner): Pick<ZonePlanView, 'claim' | 'claimText'> => {
  switch (claim.kind) {
    case 'take':
      return claim.replaces.length === 0
        ? {
            claim: 'free',
            claimText: `nobody's yet, ${owner.isNew ? 'a new owner' : owner.owner} would claim it`,
          }
        : { claim: 'held', claimText: `ours, as owner ${owner.owner}` };
    case 'foreign':
      return {
        claim: 'foreign',
        claimText: `of owner ${claim.claim.owner} (${claim.claim.holder}): nothing would be written`,
      };
    case 'occupied':
      return {
        claim: 'occupied',
        claimText:
          'nobody\'s, but its territory holds records: nothing would be written before "k8s-bind adopt"',
      };
    case 'other-view':
      return {
        claim: 'otherView',
        claimText: `of view ${claim.otherView}, which the key reaches: nothing would be written`,
      };
    case 'unreadable':
      return {
        claim: 'unreadable',
        claimText: 'cannot be read, a person must look: nothing would be written',
      };
    default:
      return assertNever(claim);
  }
};

export const guardedLine =
  '; so many deletions are held back until "k8s-bind confirm-delete", or --allow-mass-delete';

/** The plan as a zone-file diff: a comment line for each Service, then what goes and what comes. */
export const planText = (view: ZonePlanView): string => {
  const { zone, serial, claimText, changes, conflicts, guarded, leftOut } = view;
  return [
    `; zone ${zoneInView(zone, view.view)} serial ${serial}, ${claimText}`,
    ...changes.flatMap(({ service, removed, added }) => [
      '',
      `; ${service === '' ? "shared by several, or the zone's own" : service}`,
      ...removed.map((line) => `- ${line}`),
      ...added.map((line) => `+ ${line}`),
    ]),
    ...(conflicts.length === 0 ? [] : ['', '; names that are not ours, and stay as they are']),
    ...conflicts.map(({ name, service, reason }) => `! ${name} requested by ${service}: ${reason}`),
    '',
    `; ${summary(view)}`,
    ...(leftOut === undefined ? [] : [`; not published here: ${leftOutText(leftOut)}`]),
    ...(guarded ? [guardedLine] : []),
    '',
  ].join('\n');
};

const summary = ({ added, removed, changes, conflicts }: ZonePlanView): string => {
  const left = conflicts.length === 0 ? '' : `, ${count(conflicts.length, 'name')} left alone`;
  if (changes.length === 0) return `nothing to change${left}`;
  return `${count(added, 'record')} to add, ${removed} to remove${left}`;
};

const count = (amount: number, what: string): string => `${amount} ${what}${amount === 1 ? '' : 's'}`;
