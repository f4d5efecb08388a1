import { compareRecords, formatRecord } from '../../dns/formatZone.ts';
import { zoneInView } from '../../model/zoneInView.ts';
import { guardedLine, type ZonePlanView } from '../plan/planText.ts';
import type { ZoneAdoption } from './adoptZone.ts';

/** One zone's adoption as `--output json` and `yaml` have it. */
export type AdoptView = {
  readonly zone: string;
  /** Tells it from a zone of the same name. */
  readonly view?: string;
  readonly claims: boolean;
  readonly territoryRecords: number;
  readonly names: readonly {
    readonly name: string;
    readonly service: string;
    readonly from: 'external-dns' | 'hand';
    readonly records: readonly string[];
    /** Those of them that the daemon replaces or removes at once. */
    readonly changing: readonly string[];
    /** Registry entries that go. */
    readonly removed: readonly string[];
  }[];
  readonly left: readonly { readonly name: string; readonly service: string; readonly reason: string }[];
  /** Entries of external-dns's registry that nothing stands behind. They stay. */
  readonly orphans: readonly {
    readonly entry: string;
    readonly reason: string;
    readonly records: readonly string[];
  }[];
  /** What the daemon changes once all this is ours. */
  readonly afterwards: ZonePlanView['changes'];
  /** Deletions among that would be held back until somebody confirms them. */
  readonly guarded: boolean;
};

/** @param then what a daemon would write after the adoption */
export const adoptView = (
  { zone, claims, territoryRecords, names, orphans }: ZoneAdoption,
  then: ZonePlanView,
): AdoptView => {
  const lost = new Set(then.changes.flatMap(({ removed }) => removed));
  const left = names.flatMap((adoption) =>
    adoption.kind === 'leave'
      ? [{ name: adoption.name, service: adoption.service, reason: adoption.reason }]
      : [],
  );
  const isTold = (name: string): boolean =>
    left.some((one) => name === one.name || (name.startsWith('_') && name.endsWith(`.${one.name}`)));
  return {
    zone,
    ...(then.view === undefined ? {} : { view: then.view }),
    claims,
    territoryRecords,
    names: names.flatMap((adoption) => {
      if (adoption.kind === 'leave') return [];
      const { name, service, from, registry } = adoption;
      const records = adoption.records
        .map((record) => ({ name, ...record }))
        .sort(compareRecords)
        .map((record) => formatRecord(record));
      const changing = records.filter((line) => lost.has(line));
      const removed = registry.map(({ at, rdata }) => `${at} TXT ${rdata}`);
      return [{ name, service, from, records, changing, removed }];
    }),
    left: [...left, ...then.conflicts.filter(({ name }) => !isTold(name))],
    orphans: orphans.map(({ at, rdata, reason, records }) => ({
      entry: `${at} TXT ${rdata}`,
      reason,
      records: records.map((record) => formatRecord(record)),
    })),
    afterwards: then.changes,
    guarded: then.guarded,
  };
};

/**
 * `=` becomes ours and stays, `~` becomes ours and is changed at once, `-` goes, `+` comes, `!` stays
 * another's, `?` stays and is nobody's.
 */
export const adoptText = (view: AdoptView): string => {
  const { zone, claims, territoryRecords, names, left, orphans, afterwards, guarded } = view;
  const territory = claims
    ? `would be claimed, and with it the ${territoryRecords} records of its territory`
    : 'is ours already';
  return [
    `; zone ${zoneInView(zone, view.view)} ${territory}`,
    ...names.flatMap(({ service, from, records, changing, removed }) => [
      '',
      `; ${service}, ${from === 'hand' ? 'written by hand, and as we would write it' : 'from external-dns'}`,
      ...records.map((line) => `${changing.includes(line) ? '~' : '='} ${line}`),
      ...removed.map((line) => `- ${line}`),
    ]),
    ...(left.length === 0 ? [] : ['', '; names that stay as they are']),
    ...left.map(({ name, service, reason }) => `! ${name} requested by ${service}: ${reason}`),
    ...(orphans.length === 0
      ? []
      : ['', '; left over from external-dns: nothing of ours, and for a person to remove']),
    ...orphans.flatMap(({ entry, reason, records }) => [
      `? ${entry}: ${reason}`,
      ...records.map((line) => `? ${line}`),
    ]),
    ...(afterwards.length === 0 ? [] : ['', '; then "k8s-bind run" changes']),
    ...afterwards.flatMap(({ service, removed, added }) => [
      `; ${service === '' ? "shared by several, or the zone's own" : service}`,
      ...removed.map((line) => `- ${line}`),
      ...added.map((line) => `+ ${line}`),
    ]),
    ...(guarded ? [guardedLine] : []),
    '',
  ].join('\n');
};
