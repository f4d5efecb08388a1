import { EXIT_CODES } from '../../config/exitCodes.ts';
import type { Config } from '../../config/options.ts';
import {
  type ContentOptions,
  type DesiredContent,
  desiredContent,
  type ForwardContent,
} from '../../controller/desired/desiredContent.ts';
import { leftOutOf } from '../../controller/desired/leftOutOf.ts';
import { mostSpecificZone } from '../../dns/canonicalName.ts';
import { formatZone, recordsOfRrset, type ZoneTextOptions } from '../../dns/formatZone.ts';
import type { Rrset } from '../../dns/rrset.ts';
import { leftOutText } from '../../model/leftOutText.ts';
import { objectRefKey, objectRefText } from '../../model/objectRef.ts';
import { isServiceSnapshot, type OriginSnapshot } from '../../model/originSnapshot.ts';
import { zoneInView } from '../../model/zoneInView.ts';
import { contentOptionsOf } from '../../setup/contentOptionsOf.ts';
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
  const zones = contentOptionsOf(config);
  const records = zones.map((zone) => zone.records);
  const services = await readServices(io, reading, forEnvironment ? [] : records, signal);
  if (services.kind === 'failure') return fail(io, services);
  await services.stop();
  const { store } = services.opened.source;
  const snapshots = [...store.keys()].sort().flatMap((key) => store.snapshot(key) ?? []);
  io.out(textOf(io, config, zones, snapshots));
  return EXIT_CODES.ok.code;
};

const textOf = (
  io: Pick<CommandIo, 'err'>,
  { argument, namespaces, apex }: Config,
  zones: readonly ContentOptions[],
  snapshots: readonly OriginSnapshot[],
): string => {
  if (argument === 'env') {
    const services = snapshots.filter(isServiceSnapshot).map(({ service }) => service);
    const variables = environmentVariables(services, namespaces[0] ?? 'default');
    return variables.map(([name, value]) => `${name}=${value}\n`).join('');
  }
  const content = desiredContent(zones, snapshots);
  for (const zone of content.zones) {
    tellUnpublishable(io, zone);
    tellLeftOut(io, zone);
  }
  if (argument === 'hosts') return hostsText(content.zones.flatMap(({ rrsets }) => rrsets));
  if (argument === 'json') return `${JSON.stringify(zonedRrsets(content), undefined, 2)}\n`;
  return [
    ...content.zones.map(({ zone, view, rrsets }) => {
      const heading = view === undefined ? '' : `; zone ${zoneInView(zone, view)}\n`;
      return heading + (apex ? apexText(zone) : '') + zoneText(rrsets, { origin: zone });
    }),
    zoneText(content.pointers, {}),
  ].join('');
};

/**
 * What every zone must have and BIND alone can say, as a placeholder: SOA and NS (RFC 1035 §5.2). The last
 * number is how long a missing name is remembered, as `init` has it.
 */
const apexText = (zone: string): string =>
  `$ORIGIN ${zone}\n@ 3600 IN SOA localhost. nobody.invalid. 1 3600 600 86400 5\n@ 3600 IN NS localhost.\n`;

const zoneText = (rrsets: readonly Rrset[], options: ZoneTextOptions): string =>
  formatZone(rrsets.flatMap(recordsOfRrset), options);

/** A PTR goes with the zone of the name it points at. */
const zonedRrsets = ({ zones, pointers }: DesiredContent) => {
  const names = zones.map(({ zone }) => zone);
  return [
    ...zones.flatMap(({ zone, view, rrsets }) =>
      rrsets.map((rrset) => ({ zone, ...(view === undefined ? {} : { view }), ...rrset })),
    ),
    ...pointers.map((rrset) => ({ zone: mostSpecificZone(rrset.rdatas[0] ?? '', names), ...rrset })),
  ];
};

/** That a name is missing may have this reason, which is no fault. */
const tellLeftOut = (io: Pick<CommandIo, 'err'>, content: ForwardContent): void => {
  const { leftOut } = leftOutOf({ leftOut: () => content.leftOut });
  if (leftOut === undefined) return;
  io.err(`k8s-bind: zone ${zoneInView(content.zone, content.view)} is without ${leftOutText(leftOut)}\n`);
};

const tellUnpublishable = (io: Pick<CommandIo, 'err'>, { problems, contests }: ForwardContent): void => {
  for (const { message } of problems) io.err(`k8s-bind: ${message}\n`);
  for (const [base, { winner, losers }] of contests) {
    if (losers.length === 0) continue;
    const others = losers.map(objectRefKey).join(', ');
    io.err(`k8s-bind: Cannot give "${base}" to ${others}: ${objectRefText(winner)} has it and comes first\n`);
  }
};
