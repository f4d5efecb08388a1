import type { Rdata } from '../../dns/rrset.ts';
import type { EndpointPort } from '../../model/endpointSlice.ts';
import { type ServiceContext, ttlOf } from '../serviceContext.ts';
import { sortedUnique } from '../sortedUnique.ts';
import { type Answer, type PortAnswer, splitFamilies } from './answer.ts';
import { comparePortLabels, portLabel } from './portLabel.ts';

/**
 * Every ready endpoint, and SRV records to the endpoints' own names with the ports of their slices (specification §2.4.1, §2.4.2); nothing at all
 * while none is ready. For headless Services, and for others under the policy `endpoints`.
 */
export const headlessAnswer = (context: ServiceContext): Answer | undefined => {
  const endpoints = context.endpoints();
  if (endpoints.length === 0) return undefined;
  return {
    ttlSeconds: ttlOf(context, 'endpoints'),
    ...splitFamilies(endpoints.map(({ address }) => address)),
    alias: '',
    ports: endpointPorts(context),
  };
};

const endpointPorts = (context: ServiceContext): readonly PortAnswer[] => {
  const { srvPriority: priority, srvWeight: weight } = context.settings;
  const targets = new Map<string, string[]>();
  const labels = new Map<EndpointPort, string>();
  for (const { label, ports } of context.endpoints()) {
    if (label === '') continue;
    for (const port of ports) {
      let srvLabel = labels.get(port);
      if (srvLabel === undefined) labels.set(port, (srvLabel = portLabel(context, port)));
      if (srvLabel === '') continue;
      const rdata: Rdata = `${priority} ${weight} ${port.port} ${label}.${context.name}`;
      const rdatas = targets.get(srvLabel);
      if (rdatas === undefined) targets.set(srvLabel, [rdata]);
      else rdatas.push(rdata);
    }
  }
  return [...targets]
    .sort(([a], [b]) => comparePortLabels(a, b))
    .map(([label, rdatas]) => {
      const target = { kind: 'elsewhere' as const, rdatas: sortedUnique(rdatas) };
      return { label, priority, weight, target };
    });
};
