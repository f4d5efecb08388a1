import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { type ContentOptions, desiredContent } from '../../src/controller/desired/desiredContent.ts';
import { parseCidr } from '../../src/dns/cidr.ts';
import { formatZone, recordsOfRrset } from '../../src/dns/formatZone.ts';
import { objectRefText } from '../../src/model/objectRef.ts';
import type { OriginSnapshot } from '../../src/model/originSnapshot.ts';
import type { PointerPolicy } from '../../src/records/inside/pointersOf.ts';
import { parseSelector } from '../../src/records/parseSelector.ts';
import type { RecordOptions } from '../../src/records/recordOptions.ts';
import type { RecordProblem } from '../../src/records/serviceRecords.ts';
import { defaultRecordOptions } from '../support/defaultOptions.ts';
import { snapshotsOfManifest } from './snapshotsOfManifest.ts';

/** A folder with `cluster.yaml`, perhaps `options.yaml`, and the `zone.txt` that they must make. */
export type GoldenCase = {
  readonly snapshots: readonly OriginSnapshot[];
  readonly options: RecordOptions;
  readonly reverse: Reverse | undefined;
};

type Reverse = { readonly policy: PointerPolicy; readonly cidrs: readonly string[] };

/**
 * `options.yaml` holds members of {@link RecordOptions}, with label selectors as kubectl writes them, networks
 * as texts, and `reverse`.
 */
export const readGoldenCase = (folder: string): GoldenCase => {
  const known = cases.get(folder);
  if (known !== undefined) return known;
  const read = readCase(folder);
  cases.set(folder, read);
  return read;
};

/** Reading takes longer than all that is done with a case. */
const cases = new Map<string, GoldenCase>();

const readCase = (folder: string): GoldenCase => {
  const path = join(folder, 'options.yaml');
  const { reverse, networks = [], excludeNetworks = [], ...written } = readOptions(path);
  const options = {
    ...defaultRecordOptions(written.zone ?? 'k8s.example.'),
    ...written,
    networks: cidrsOf(networks),
    excludeNetworks: cidrsOf(excludeNetworks),
  };
  return { snapshots: snapshotsOfManifest(join(folder, 'cluster.yaml'), options), options, reverse };
};

/** The whole zone as text, then what cannot be published and why. */
export const goldenText = ({ snapshots, options, reverse }: GoldenCase): string => {
  const { zones, pointers } = desiredContent([contentOptions(options, reverse)], snapshots);
  const contests = zones.flatMap((zone) => zone.contests);
  const problems = zones.flatMap((zone) => zone.problems);
  const told = [
    ...contests.flatMap(([base, { winner, losers }]) =>
      losers.map((loser) => `${base} for ${objectRefText(loser)}: ${objectRefText(winner)} has it`),
    ),
    ...problems.filter((problem) => !isPublished(problem)).map(({ message }) => message),
  ];
  const leftOut = [...(zones[0]?.leftOut.values() ?? [])];
  const shared = contests.flatMap(([base, { winner, sharers }]) =>
    sharers.length === 0 ? [] : [`${base} by ${[winner, ...sharers].map(objectRefText).join(', ')}`],
  );
  const published = problems.filter(isPublished);
  const all = [...zones.flatMap(({ rrsets }) => rrsets), ...pointers];
  return (
    formatZone(all.flatMap(recordsOfRrset)) +
    told.map(unpublishable).join('') +
    published.map(otherwise).join('') +
    shared.map((text) => `; shared: ${text}\n`).join('') +
    (leftOut.length === 0 ? '' : outsideNetworks(leftOut))
  );
};

const isPublished = ({ kind }: RecordProblem): boolean =>
  ['cluster-only-target', 'wider-wildcard', 'shadowed-wildcard'].includes(kind);

const outsideNetworks = (counts: readonly number[]): string =>
  `; outside of the networks: ${counts.reduce((sum, count) => sum + count, 0)} addresses of ${counts.length} objects\n`;

const unpublishable = (text: string): string => `; left out: ${text}\n`;
const otherwise = ({ kind, message }: RecordProblem): string =>
  `; ${kind === 'cluster-only-target' ? 'of no use' : 'otherwise'}: ${message}\n`;

const contentOptions = (records: RecordOptions, reverse: Reverse | undefined): ContentOptions => ({
  records,
  policy: reverse?.policy ?? 'none',
  cidrs: cidrsOf(reverse?.cidrs ?? []),
});

const cidrsOf = (texts: readonly string[]) => texts.flatMap((text) => parseCidr(text) ?? []);

type WrittenOptions = Partial<Omit<RecordOptions, 'networks' | 'excludeNetworks'>> & {
  readonly networks?: readonly string[];
  readonly excludeNetworks?: readonly string[];
  readonly reverse?: Reverse;
};

const readOptions = (path: string): WrittenOptions =>
  existsSync(path)
    ? (parse(readFileSync(path, 'utf8'), (key, value: unknown) =>
        String(key).toLowerCase().endsWith('selector') && typeof value === 'string'
          ? selectorOf(value)
          : value,
      ) as WrittenOptions)
    : {};

const selectorOf = (text: string) => {
  const parsed = parseSelector(text);
  if (parsed.kind === 'invalid') throw new Error(parsed.message);
  return parsed.selector;
};
