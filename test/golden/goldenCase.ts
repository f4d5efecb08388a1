import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { parseCidr } from '../../src/dns/cidr.ts';
import { formatZone, recordsOfRrset } from '../../src/dns/formatZone.ts';
import type { Rrset } from '../../src/dns/rrset.ts';
import type { ServiceSnapshot } from '../../src/model/serviceSnapshot.ts';
import { clusterPointers, clusterRecords } from '../../src/records/clusterRecords.ts';
import type { PointerPolicy } from '../../src/records/inside/pointersOf.ts';
import { parseSelector } from '../../src/records/labelSelector.ts';
import type { RecordOptions } from '../../src/records/recordOptions.ts';
import { defaultRecordOptions } from '../support/defaultOptions.ts';
import { snapshotsOfManifest } from './snapshotsOfManifest.ts';

/** A folder with `cluster.yaml`, perhaps `options.yaml`, and the `zone.txt` that they must make. */
export type GoldenCase = {
  readonly snapshots: readonly ServiceSnapshot[];
  readonly options: RecordOptions;
  readonly reverse: Reverse | undefined;
};

type Reverse = { readonly policy: PointerPolicy; readonly cidrs: readonly string[] };

/** `options.yaml` holds members of {@link RecordOptions}, with label selectors as kubectl writes them, and `reverse`. */
export const readGoldenCase = (folder: string): GoldenCase => {
  const path = join(folder, 'options.yaml');
  const { reverse, ...written } = existsSync(path) ? readOptions(path) : {};
  const options = { ...defaultRecordOptions(written.zone ?? 'k8s.example.'), ...written };
  return { snapshots: snapshotsOfManifest(join(folder, 'cluster.yaml'), options), options, reverse };
};

/** The whole zone as text, then what was left out and why. */
export const goldenText = ({ snapshots, options, reverse }: GoldenCase): string => {
  const { rrsets, problems, conflicts } = clusterRecords(snapshots, options);
  const told = [
    ...conflicts.flatMap(({ base, winner, losers }) =>
      losers
        .filter(({ name }) => name === base)
        .map(({ service }) => `${base} for Service ${service}: Service ${winner.service} has it`),
    ),
    ...problems.map(({ message }) => message),
  ];
  const all = [...rrsets, ...pointers(snapshots, options, reverse)];
  return formatZone(all.flatMap(recordsOfRrset)) + told.map(leftOut).join('');
};

const leftOut = (text: string): string => `; left out: ${text}\n`;

const pointers = (
  snapshots: readonly ServiceSnapshot[],
  records: RecordOptions,
  reverse: Reverse | undefined,
): readonly Rrset[] => {
  if (reverse === undefined) return [];
  const cidrs = reverse.cidrs.map((text) => parseCidr(text)).filter((cidr) => cidr !== undefined);
  return clusterPointers(snapshots, { records, policy: reverse.policy, cidrs });
};

const readOptions = (path: string): Partial<RecordOptions> & { readonly reverse?: Reverse } =>
  parse(readFileSync(path, 'utf8'), (key, value: unknown) =>
    String(key).toLowerCase().endsWith('selector') && typeof value === 'string' ? selectorOf(value) : value,
  ) as Partial<RecordOptions> & { readonly reverse?: Reverse };

const selectorOf = (text: string) => {
  const parsed = parseSelector(text);
  if (parsed.kind === 'invalid') throw new Error(parsed.message);
  return parsed.selector;
};
