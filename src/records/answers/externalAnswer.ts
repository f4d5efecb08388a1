import type { DomainName } from '../../dns/rrset.ts';
import { objectRefText } from '../../model/objectRef.ts';
import type { ServiceContext } from '../serviceContext.ts';
import type { RecordProblem } from '../serviceRecords.ts';
import { targetName } from '../targetName.ts';
import { addressesOrAlias } from './addressesOrAlias.ts';
import type { MadeAnswer } from './answer.ts';

/** What is reachable from outside: the load balancer's addresses or host names, and `spec.externalIPs`. */
export const externalAnswer = (context: ServiceContext): MadeAnswer => {
  const { loadBalancer, externalIps } = context.service;
  const ingressIps = loadBalancer.flatMap((ingress) => ('ip' in ingress ? [ingress.ip] : []));
  const hostnames = usableHostnames(context);
  const made = addressesOrAlias(context, {
    addresses: [...ingressIps, ...externalIps],
    hostNames: hostnames.names,
    subject: 'load-balancer hostname',
  });
  return { ...made, problems: [...hostnames.problems, ...made.problems] };
};

type UsableHostnames = { readonly names: readonly DomainName[]; readonly problems: readonly RecordProblem[] };

const usableHostnames = ({ service, object }: ServiceContext): UsableHostnames => {
  const names: DomainName[] = [];
  const problems: RecordProblem[] = [];
  for (const ingress of service.loadBalancer) {
    if (!('hostname' in ingress)) continue;
    const parsed = targetName(ingress.hostname);
    if (parsed.kind === 'name') names.push(parsed.name);
    else {
      const about = `load-balancer hostname "${ingress.hostname}" of ${objectRefText(object)}`;
      const message = `Cannot publish ${about}: ${parsed.found}`;
      problems.push({ kind: 'invalid-external-name', object, message });
    }
  }
  return { names, problems };
};
