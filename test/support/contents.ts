import { readFileSync, statSync } from 'node:fs';
import { exportRecords } from '../../src/cli/export/exportRecords.ts';
import { readServices } from '../../src/cli/readServices.ts';
import { systemClock } from '../../src/clock.ts';
import { loadConfig } from '../../src/config/loadConfig.ts';
import type { Config } from '../../src/config/options.ts';
import type { DesiredZone } from '../../src/controller/desired/desiredZone.ts';
import { previewZone } from '../../src/controller/previewZone.ts';
import { createZoneLoop } from '../../src/controller/zoneLoop.ts';
import { parseCidr } from '../../src/dns/cidr.ts';
import { recordsOfRrset } from '../../src/dns/formatZone.ts';
import type { Rrset } from '../../src/dns/rrset.ts';
import { type ConfiguredZone, configureZones } from '../../src/setup/configureZones.ts';
import type { FoundReverseZone } from '../../src/setup/findAllReverseZones.ts';
import { zoneOptionsOf } from '../../src/setup/zoneOptionsOf.ts';
import { allForwardZoneParts, forwardZoneParts, reverseZoneParts } from '../../src/setup/zoneParts.ts';
import type { Store } from '../../src/store/store.ts';
import type { ZoneLayout } from '../../src/zone/zoneLayout.ts';
import { createModelClient, type ModelClient } from './modelClient.ts';
import { createModelZone, type ModelRecord, type ModelZone, modelText } from './modelZone.ts';
import { quietProcess } from './quietProcess.ts';

/** What all zones of a configuration hold, one record a line, sorted. Claims and markers are not in it. */
export type Contents = {
  /** Each line begins with its zone. */
  readonly forward: readonly string[];
  /** The PTRs of all networks, below `10.in-addr.arpa.`. */
  readonly reverse: readonly string[];
};

/** A configuration file, read as the commands read it. */
export const configOf = (file: string): Config => {
  const files = {
    read: (path: string): string => readFileSync(path, 'utf8'),
    stat: (path: string) => statSync(path),
  };
  const loaded = loadConfig({ argv: ['export', 'json', '--config', file], env: {}, files });
  if (loaded.kind !== 'ok') throw new Error(`Cannot use "${file}": ${JSON.stringify(loaded)}`);
  return loaded.config;
};

const silent = { ...quietProcess, err: (): void => undefined, ask: undefined, env: {} };

/** What `export` prints. */
export const exportedContents = async (config: Config, signal: AbortSignal): Promise<Contents> => {
  let text = '';
  const io = { ...silent, out: (said: string): void => void (text += said) };
  const exitCode = await exportRecords(io, config, signal);
  if (exitCode !== 0) throw new Error(`Cannot export: exit code ${exitCode}`);
  const rrsets = JSON.parse(text) as readonly (Rrset & { readonly zone: string })[];
  const isReverse = ({ type }: Rrset): boolean => type === 'PTR';
  return {
    forward: rrsets
      .filter((rrset) => !isReverse(rrset))
      .flatMap((rrset) => linesIn(rrset.zone, recordsOfRrset(rrset)))
      .sort(),
    reverse: modelText(rrsets.filter(isReverse).flatMap(recordsOfRrset)),
  };
};

/**
 * What `plan` would add to zones that hold nothing but `theirs`, and what the daemon's loops write into them.
 */
export const daemonContents = async (
  config: Config,
  signal: AbortSignal,
  theirs: readonly ModelRecord[] = [],
): Promise<{ readonly planned: Contents; readonly written: Contents }> => {
  const configured = configureZones(config, {});
  if (typeof configured === 'string') throw new Error(configured);
  const records = configured.map((zone) => zone.records);
  const services = await readServices(silent, config, records, signal);
  if (services.kind === 'failure') throw new Error(services.line);
  await services.stop();
  const { store } = services.opened.source;
  const reverse = (): readonly Parts[] => [reverseZoneParts(reverseZoneOf(configured), () => true)];
  return {
    planned: await contentsBy(
      preview,
      { config, store, theirs },
      allForwardZoneParts(configured, () => undefined),
      reverse(),
    ),
    written: await contentsBy(
      write,
      { config, store, theirs },
      configured.map((zone) => forwardZoneParts(zone, configured, silently)),
      reverse(),
    ),
  };
};

type Parts = { readonly layout: ZoneLayout; readonly desired: DesiredZone };
type Source = {
  readonly config: Config;
  readonly store: Store;
  readonly theirs: readonly ModelRecord[];
};
type Look = (parts: Parts, source: Source, zone: ModelServer) => Promise<readonly ModelRecord[]>;

const silently = { onProblems: (): void => undefined, onContest: (): void => undefined };

const reverseZone = '10.in-addr.arpa.';

/** As the name server would be found to have one zone for all networks. */
const reverseZoneOf = (configured: readonly ConfiguredZone[]): FoundReverseZone => {
  const pointers = configured.map(({ records, config }) => ({
    records,
    policy: config.ptr,
    cidrs: config.reverse.flatMap((text) => parseCidr(text) ?? []),
  }));
  const [first] = configured;
  if (first === undefined) throw new Error('Cannot find the reverse zone: no zone is configured');
  const cidrs = pointers.flatMap((pointer) => pointer.cidrs);
  return {
    zone: reverseZone,
    access: first.access,
    cidrs,
    pointers,
    siblings: [reverseZone],
    otherViews: [],
  };
};

const contentsBy = async (
  look: Look,
  source: Source,
  forward: readonly Parts[],
  reverse: readonly Parts[],
): Promise<Contents> => {
  const forwardLines: string[] = [];
  const pointers: ModelRecord[] = [];
  for (const parts of forward) {
    const { zone } = parts.layout;
    forwardLines.push(...linesIn(zone, await look(parts, source, zoneWith(zone, source.theirs))));
  }
  for (const parts of reverse) pointers.push(...(await look(parts, source, zoneWith(parts.layout.zone, []))));
  return { forward: forwardLines.sort(), reverse: modelText(pointers) };
};

const linesIn = (zone: string, records: readonly ModelRecord[]): readonly string[] =>
  modelText(records).map((line) => `${zone} | ${line}`);

type ModelServer = { readonly server: ModelZone; readonly client: ModelClient['client'] };

const zoneWith = (name: string, theirs: readonly ModelRecord[]): ModelServer => {
  const server = createModelZone([
    { name, type: 'SOA', ttlSeconds: 60, rdata: 'x' },
    { name, type: 'NS', ttlSeconds: 60, rdata: 'ns.example.net.' },
    ...theirs.filter((record) => record.name.endsWith(`.${name}`)),
  ]);
  const { client } = createModelClient(server, {
    fate: () => 'answered',
    isIxfrGone: () => false,
    afterUpdate: () => undefined,
  });
  return { server, client };
};

const preview: Look = async (parts, { config, store }, { client }) => {
  const options = zoneOptionsOf(config, { owner: 'test', holder: 'test/1' });
  const result = await previewZone({ ...parts, client, options, source: store, services: store.keys() });
  if (result.kind === 'failed') throw new Error(`Cannot read "${result.zone}": ${result.failure.kind}`);
  return result.units.flatMap((unit) => (unit.kind === 'change' ? unit.added : []));
};

const write: Look = async ({ layout, desired }, { config, store, theirs }, { server, client }) => {
  const foreign = new Set(modelText(theirs));
  const loop = createZoneLoop({
    layout,
    desired,
    client,
    source: store,
    options: { ...zoneOptionsOf(config, { owner: 'test', holder: 'test/1' }), readBackMs: 0 },
    once: () => true,
    report: () => undefined,
    nowMs: () => performance.now(),
    timeMs: () => 0,
    random: () => 0,
    after: systemClock.after,
  });
  for (const key of store.keys()) loop.serviceChanged(key);
  const end = await loop.run(AbortSignal.timeout(deadlineMs));
  if (end.kind !== 'converged') throw new Error(`Cannot write "${layout.zone}": ended as ${end.kind}`);
  return server
    .records()
    .filter(({ name }) => name !== layout.zone || layout.placeOf(name).kind === 'territory')
    .filter((record) => !foreign.has(modelText([record]).join()))
    .filter(({ name }) => !['claim', 'marker'].includes(layout.placeOf(name).kind));
};

const deadlineMs = 10_000;
