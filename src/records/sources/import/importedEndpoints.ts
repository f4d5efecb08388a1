import type { DomainName, Rdata } from '../../../dns/rrset.ts';
import type { Endpoint, EndpointPort, EndpointSlice } from '../../../model/endpointSlice.ts';
import { objectRefText } from '../../../model/objectRef.ts';
import type { ImportSnapshot } from '../../../model/originSnapshot.ts';
import { addressLabel } from '../../answers/addressLabel.ts';
import { addressRrsets, type PortAnswer, splitFamilies } from '../../answers/answer.ts';
import { comparePortLabels, portLabel, portProblems } from '../../answers/portLabel.ts';
import { isHostLabel, maxNameCharacters } from '../../hostName.ts';
import type { RecordProblem } from '../../serviceRecords.ts';
import { sortedUnique } from '../../sortedUnique.ts';
import type { SourceContext } from '../sourceRequest.ts';
import type { ImportAnswer } from './importAnswer.ts';

type Named = { readonly name: DomainName; readonly address: string; readonly ports: readonly EndpointPort[] };

/**
 * The ready endpoints of a headless ServiceImport. `<host>.<cluster>` stands below the import's name for each
 * of them: the same hostname may be in several clusters. An endpoint of a slice that does not say of which
 * cluster it is has its address at the import's name alone, and no SRV record.
 */
export const importedEndpoints = (
  { slices }: ImportSnapshot,
  context: SourceContext,
  name: DomainName,
): ImportAnswer => {
  const isHeld = ({ ready, address }: Endpoint): boolean =>
    ready && context.filter.keep([address]).length > 0;
  const ready = slices.flatMap((slice) =>
    slice.endpoints.filter(isHeld).map((endpoint) => ({ slice, endpoint })),
  );
  const named = ready.flatMap(({ slice, endpoint }): readonly Named[] => {
    const cluster = slice.imported?.cluster ?? '';
    const own = `${hostOf(endpoint)}.${cluster}.${name}`;
    const { address } = endpoint;
    const fits = isHostLabel(cluster) && own.length <= maxNameCharacters;
    return fits ? [{ name: own, address, ports: slice.ports }] : [];
  });
  const below = [...Map.groupBy(named, (one) => one.name)].flatMap(([own, group]) => {
    const addresses = splitFamilies(
      context,
      group.map(({ address }) => address),
    );
    return addressRrsets(own, { ...addresses, alias: '' }, context.ttlSeconds);
  });
  const addresses = splitFamilies(
    context,
    ready.map(({ endpoint }) => endpoint.address),
  );
  return {
    answer: { ...addresses, ports: portsOf(named, context) },
    below,
    problems: [
      ...slices.flatMap((slice) => clusterProblem(slice, context)),
      ...badPorts(slices).flatMap((port) => portProblems(context, port)),
    ],
  };
};

const hostOf = ({ hostname, address }: Endpoint): string => {
  const lower = hostname.toLowerCase();
  return isHostLabel(lower) ? lower : addressLabel(address);
};

const portsOf = (named: readonly Named[], { options }: SourceContext): readonly PortAnswer[] => {
  const { srvPriority: priority, srvWeight: weight } = options;
  const targets = new Map<string, Rdata[]>();
  for (const { name, ports } of named)
    for (const port of ports) {
      const label = portLabel(port);
      if (label === '') continue;
      const rdatas = targets.get(label) ?? [];
      rdatas.push(`${priority} ${weight} ${port.port} ${name}`);
      targets.set(label, rdatas);
    }
  return [...targets]
    .sort(([a], [b]) => comparePortLabels(a, b))
    .map(([label, rdatas]): PortAnswer => {
      return { label, priority, weight, target: { kind: 'elsewhere', rdatas: sortedUnique(rdatas) } };
    });
};

const badPorts = (slices: readonly EndpointSlice[]): readonly EndpointPort[] => [
  ...new Map(
    slices.flatMap(({ ports }) =>
      ports.filter((port) => portLabel(port) === '').map((port) => [port.name, port]),
    ),
  ).values(),
];

const clusterProblem = (
  { namespace, name, imported }: EndpointSlice,
  { object }: SourceContext,
): readonly RecordProblem[] => {
  const cluster = imported?.cluster ?? '';
  if (isHostLabel(cluster)) return [];
  const found = cluster === '' ? 'no label' : `"${cluster}" in label`;
  const message = `Cannot name endpoints of EndpointSlice ${namespace}/${name} of ${objectRefText(object)}: found ${found} multicluster.kubernetes.io/source-cluster, needed the name of a cluster; their addresses stand at the name of the import alone`;
  return [{ kind: 'invalid-hostname', object, message }];
};
