import { createForwardZone, type ForwardZoneDeps } from '../controller/desired/createForwardZone.ts';
import type { DesiredZone } from '../controller/desired/desiredZone.ts';
import type { NameContest } from '../controller/desired/nameContests.ts';
import { createReverseZone, type ReverseZone } from '../controller/desired/reverseZone.ts';
import { mostSpecificZone } from '../dns/canonicalName.ts';
import type { DomainName } from '../dns/rrset.ts';
import type { OriginKey } from '../model/objectRef.ts';
import { hasPodNames } from '../records/hasPodNames.ts';
import type { PointerOptions } from '../records/inside/pointersOf.ts';
import type { RecordOptions } from '../records/recordOptions.ts';
import type { RecordProblem } from '../records/serviceRecords.ts';
import { forwardLayout, reverseLayout, type ZoneLayout } from '../zone/zoneLayout.ts';
import type { ConfiguredZone } from './configureZones.ts';
import type { ExplainFacts } from './explain.ts';
import type { FoundReverseZone } from './findAllReverseZones.ts';
import { keyNameOf, type ServerAccess } from './openZoneClient.ts';
import { othersOf, serverText } from './viewOf.ts';

/** One zone as it is opened, forward or reverse; its content is yet to be put in. */
export type ZoneParts<Desired extends DesiredZone = DesiredZone> = {
  readonly layout: ZoneLayout;
  readonly desired: Desired;
  readonly access: ServerAccess;
  /** How long what an object has stays when it has nothing to publish. */
  readonly holdMs: number;
  /** By what its names are made: the records of a forward zone, or the PTRs of a reverse one. */
  readonly records: RecordOptions | undefined;
  readonly pointers: readonly PointerOptions[];
  /** Names of the views that the zones of the same name are in. */
  readonly otherViews: readonly string[];
};

/** How a configured zone is divided, and what it should hold. */
export const forwardZoneParts = (
  zone: ConfiguredZone,
  configured: readonly ConfiguredZone[],
  events: Pick<ForwardZoneDeps, 'onProblems' | 'onContest'>,
): ZoneParts => ({
  access: zone.access,
  holdMs: zone.config.holdMs,
  records: zone.records,
  pointers: [],
  otherViews: configured.flatMap(({ config, access }) =>
    config.zone === zone.config.zone && access.view !== zone.access.view ? (access.view ?? []) : [],
  ),
  layout: forwardLayout(zone.records.zone, {
    podNames: hasPodNames(zone.records),
    apex: zone.access.largerZone,
  }),
  desired: createForwardZone({ options: zone.records, others: othersOf(zone, configured), ...events }),
});

/** What a zone leaves out of each object, and who goes without which name. */
export type LeftOut = {
  readonly problems: ReadonlyMap<OriginKey, readonly RecordProblem[]>;
  readonly contests: ReadonlyMap<DomainName, NameContest>;
};

export type ForwardZoneParts = ZoneParts & { readonly leftOut: LeftOut };

/** All configured zones, in their order, for a command that looks at them once. */
export const allForwardZoneParts = (
  configured: readonly ConfiguredZone[],
  onProblem: (message: string) => void,
): readonly ForwardZoneParts[] =>
  configured.map((zone) => {
    const problems = new Map<OriginKey, readonly RecordProblem[]>();
    const contests = new Map<DomainName, NameContest>();
    const parts = forwardZoneParts(zone, configured, {
      onProblems: (object, found) => {
        problems.set(object, found);
        for (const { message } of found) onProblem(message);
      },
      onContest: (base, contest) => {
        if (contest === undefined) contests.delete(base);
        else contests.set(base, contest);
      },
    });
    return { ...parts, leftOut: { problems, contests } };
  });

/**
 * How a reverse zone is divided, and what it should hold.
 *
 * @param mayAdd whether the forward records of a Service are written, so that PTRs to them may come
 */
export const reverseZoneParts = (
  { zone, access, cidrs, pointers, siblings, otherViews }: FoundReverseZone,
  mayAdd: (key: OriginKey) => boolean,
): ZoneParts<ReverseZone> => ({
  access,
  holdMs: 0,
  records: undefined,
  pointers,
  otherViews,
  layout: reverseLayout(zone, cidrs),
  desired: createReverseZone({
    pointers,
    holds: (name) => mostSpecificZone(name, siblings) === zone,
    mayAdd,
  }),
});

/** What messages about a zone say of its server and key. */
export const factsOf = (access: ServerAccess, zone: string): ExplainFacts => ({
  zone,
  server: serverText(access),
  keyName: keyNameOf(access),
  ...(access.largerZone === undefined ? {} : { largerZone: access.largerZone }),
  ...(access.view === undefined ? {} : { view: access.view }),
});
