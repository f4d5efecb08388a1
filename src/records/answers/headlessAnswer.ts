import type { Rdata } from '../../dns/rrset.ts';
import type { EndpointPort } from '../../model/endpointSlice.ts';
import { noProblems } from '../joinProblems.ts';
import { type ServiceContext, ttlOf } from '../serviceContext.ts';
import type { RecordProblem } from '../serviceRecords.ts';
import { sortedUnique } from '../sortedUnique.ts';
import { type MadeAnswer, noAnswer, splitFamilies } from './answer.ts';
import { comparePortLabels, portLabel, portProblems } from './portLabel.ts';
import type { PublishedEndpoint } from './publishedEndpoints.ts';
import type { MadePorts } from './servicePorts.ts';

/**
 * Every ready endpoint, and SRV records to the endpoints' own names with the ports of their slices
 * (specification §2.4.1, §2.4.2); nothing at all while none is ready. For headless Services, and for others
 * under the policy `endpoints`.
 */
export const headlessAnswer = (context: ServiceContext): MadeAnswer => {
  const { endpoints } = context.endpoints();
  if (endpoints.length === 0) return noAnswer;
  const { ports, problems } = endpointPorts(context, endpoints);
  const families = splitFamilies(
    context,
    endpoints.map(({ address }) => address),
  );
  return { answer: { ttlSeconds: ttlOf(context, 'endpoints'), ...families, alias: '', ports }, problems };
};

/** SRV records of these endpoints, to their own names with the ports of their slices. */
export const endpointPorts = (
  context: ServiceContext,
  endpoints: readonly PublishedEndpoint[],
): MadePorts => {
  const { srvPriority: priority, srvWeight: weight } = context.settings;
  const targets = new Map<string, string[]>();
  const labels = new Map<EndpointPort, string>();
  for (const { label, ports } of endpoints) {
    if (label === '') continue;
    for (const port of ports) {
      let srvLabel = labels.get(port);
      if (srvLabel === undefined) labels.set(port, (srvLabel = portLabel(port)));
      if (srvLabel === '') continue;
      const rdata: Rdata = `${priority} ${weight} ${port.port} ${label}.${context.name}`;
      const rdatas = targets.get(srvLabel);
      if (rdatas === undefined) targets.set(srvLabel, [rdata]);
      else rdatas.push(rdata);
    }
  }
  const ports = [...targets]
    .sort(([a], [b]) => comparePortLabels(a, b))
    .map(([label, rdatas]) => {
      const target = { kind: 'elsewhere' as const, rdatas: sortedUnique(rdatas) };
      return { label, priority, weight, target };
    });
  return { ports, problems: problemsOf(context, labels) };
};

const problemsOf = (
  context: ServiceContext,
  labels: ReadonlyMap<EndpointPort, string>,
): readonly RecordProblem[] =>
  [...labels.values()].every((label) => label !== '')
    ? noProblems
    : [...labels].flatMap(([port, label]) => (label === '' ? portProblems(context, port) : []));
