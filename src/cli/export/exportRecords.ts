import { EXIT_CODES } from '../../config/exitCodes.ts';
import type { Config } from '../../config/options.ts';
import { parseCidr } from '../../dns/cidr.ts';
import { formatZone, recordsOfRrset, type ZoneTextOptions } from '../../dns/formatZone.ts';
import type { Rrset } from '../../dns/rrset.ts';
import type { ServiceSnapshot } from '../../model/serviceSnapshot.ts';
import { clusterPointers, clusterRecords } from '../../records/clusterRecords.ts';
import type { RecordOptions } from '../../records/recordOptions.ts';
import { recordOptionsOf } from '../../setup/recordOptionsOf.ts';
import type { Command, CommandIo } from '../command.ts';
import { configurationFailure, fail } from '../failure.ts';
import { readServices } from '../readServices.ts';
import { environmentVariables } from './environmentVariables.ts';
import { hostsText } from './hostsText.ts';

/** `k8s-bind export zone|hosts|json|env`: the records in another form. No name server is asked. */
export const exportRecords: Command = async (io, config, signal) => {
  const forEnvironment = config.argument === 'env';
  if (!forEnvironment && config.zones.length === 0) {
    return fail(
      io,
      configurationFailure('Cannot export: found no zone, needed --zone NAME (only env needs none)'),
    );
  }
  if (forEnvironment && config.namespaces.length > 1) {
    const line = `Cannot export env: found the namespaces ${config.namespaces.join(', ')}, needed one`;
    return fail(io, configurationFailure(line));
  }
  // Every container has the variables of default/kubernetes, whatever its namespace.
  const reading = forEnvironment ? { ...config, namespaces: [] } : config;
  const zones = zonesOf(config);
  const records = zones.map(({ records }) => records);
  const services = await readServices(io, reading, forEnvironment ? [] : records, signal);
  if (services.kind === 'failure') return fail(io, services);
  await services.stop();
  const { store } = services.opened.source;
  const snapshots = [...store.keys()].sort().flatMap((key) => store.snapshot(key) ?? []);
  io.out(textOf(io, config, zones, snapshots));
  return EXIT_CODES.ok.code;
};

type ExportedZone = { readonly config: Config['zones'][number]; readonly records: RecordOptions };

const zonesOf = ({ zones }: Config): readonly ExportedZone[] =>
  zones.map((config) => {
    const others = zones.map(({ zone }) => zone).filter((zone) => zone !== config.zone);
    return { config, records: recordOptionsOf(config, others) };
  });

const textOf = (
  io: Pick<CommandIo, 'err'>,
  { argument, namespaces }: Config,
  zones: readonly ExportedZone[],
  snapshots: readonly ServiceSnapshot[],
): string => {
  if (argument === 'env') {
    const services = snapshots.map(({ service }) => service);
    const variables = environmentVariables(services, namespaces[0] ?? 'default');
    return variables.map(([name, value]) => `${name}=${value}\n`).join('');
  }
  const contents = zones.map((zone) => ({ ...zone, ...contentOf(io, zone, snapshots) }));
  if (argument === 'hosts') return hostsText(contents.flatMap(({ rrsets }) => rrsets));
  if (argument === 'json') {
    const all = contents.flatMap(({ records, rrsets, pointers }) =>
      [...rrsets, ...pointers].map((rrset) => ({ zone: records.zone, ...rrset })),
    );
    return `${JSON.stringify(all, undefined, 2)}\n`;
  }
  return contents
    .map(
      ({ records, rrsets, pointers }) => zoneText(rrsets, { origin: records.zone }) + zoneText(pointers, {}),
    )
    .join('');
};

const zoneText = (rrsets: readonly Rrset[], options: ZoneTextOptions): string =>
  formatZone(rrsets.flatMap(recordsOfRrset), options);

const contentOf = (
  io: Pick<CommandIo, 'err'>,
  { config, records }: ExportedZone,
  snapshots: readonly ServiceSnapshot[],
): { readonly rrsets: readonly Rrset[]; readonly pointers: readonly Rrset[] } => {
  const { rrsets, problems, conflicts } = clusterRecords(snapshots, records);
  for (const { message } of problems) io.err(`k8s-bind: ${message}\n`);
  for (const { base, winner, losers } of conflicts) {
    const others = losers.map(({ service }) => service).join(', ');
    io.err(`k8s-bind: Cannot give "${base}" to ${others}: the older Service ${winner.service} has it\n`);
  }
  const cidrs = config.reverse.flatMap((text) => parseCidr(text) ?? []);
  return { rrsets, pointers: clusterPointers(snapshots, { records, policy: config.ptr, cidrs }) };
};
