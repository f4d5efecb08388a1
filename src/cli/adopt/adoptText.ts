import { formatRecord } from '../../dns/formatZone.ts';
import type { ZonePlanView } from '../plan/planText.ts';
import type { ZoneAdoption } from './adoptZone.ts';

/** One zone's adoption as `--output json` and `yaml` have it. */
export type AdoptView = {
  readonly zone: string;
  readonly claims: boolean;
  readonly territoryRecords: number;
  readonly names: readonly {
    readonly name: string;
    readonly service: string;
    readonly from: 'external-dns' | 'hand';
    readonly records: readonly string[];
    readonly removed: readonly string[];
  }[];
  readonly left: readonly { readonly name: string; readonly service: string; readonly reason: string }[];
  /** What the daemon changes in the territory once it is ours. */
  readonly afterwards: ZonePlanView['changes'];
};

export const adoptView = (
  { zone, claims, territoryRecords, names }: ZoneAdoption,
  afterwards: ZonePlanView['changes'],
): AdoptView => ({
  zone,
  claims,
  territoryRecords,
  names: names.flatMap((adoption) =>
    adoption.kind === 'leave'
      ? []
      : [
          {
            name: adoption.name,
            service: adoption.service,
            from: adoption.from,
            records: adoption.records.map((record) => formatRecord({ name: adoption.name, ...record })),
            removed: adoption.registry.map(({ name, rdata }) => `${name} TXT ${rdata}`),
          },
        ],
  ),
  left: names.flatMap((adoption) =>
    adoption.kind === 'adopt'
      ? []
      : [{ name: adoption.name, service: adoption.service, reason: adoption.reason }],
  ),
  afterwards,
});

/** `=` becomes ours as it is, `-` goes, `+` comes, `!` stays another's. */
export const adoptText = (view: AdoptView): string => {
  const { zone, claims, territoryRecords, names, left, afterwards } = view;
  const territory = claims
    ? `would be claimed, and with it the ${territoryRecords} records of its territory`
    : 'is ours already';
  return [
    `; zone ${zone} ${territory}`,
    ...names.flatMap(({ service, from, records, removed }) => [
      '',
      `; ${service}, ${from === 'hand' ? 'written by hand, and as we would write it' : 'from external-dns'}`,
      ...records.map((line) => `= ${line}`),
      ...removed.map((line) => `- ${line}`),
    ]),
    ...(left.length === 0 ? [] : ['', '; names that stay as they are']),
    ...left.map(({ name, service, reason }) => `! ${name} requested by ${service}: ${reason}`),
    ...(afterwards.length === 0 ? [] : ['', '; then "k8s-bind run" changes']),
    ...afterwards.flatMap(({ service, removed, added }) => [
      `; ${service === '' ? "shared by several, or the zone's own" : service}`,
      ...removed.map((line) => `- ${line}`),
      ...added.map((line) => `+ ${line}`),
    ]),
    '',
  ].join('\n');
};
