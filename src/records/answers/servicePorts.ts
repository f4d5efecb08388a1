import type { ServicePort } from '../../model/service.ts';
import type { ServiceContext } from '../serviceContext.ts';
import type { RecordProblem } from '../serviceRecords.ts';
import type { PortAnswer } from './answer.ts';
import { comparePortLabels, portLabel, portProblems } from './portLabel.ts';

/** SRV answers in canonical order, and the ports that have none because of their names. */
export type MadePorts = {
  readonly ports: readonly PortAnswer[];
  readonly problems: readonly RecordProblem[];
};

/**
 * SRV answers of the Service's named ports that point at the name they stand below; `number` says which port
 * clients reach (0: none).
 */
export const servicePorts = (context: ServiceContext, number: (port: ServicePort) => number): MadePorts => {
  const numbers = new Map<string, number[]>();
  const problems: RecordProblem[] = [];
  for (const port of context.service.ports) {
    if (number(port) === 0) continue;
    const label = portLabel(port);
    if (label === '') problems.push(...portProblems(context, port));
    else if (numbers.get(label)?.push(number(port)) === undefined) numbers.set(label, [number(port)]);
  }
  const { srvPriority: priority, srvWeight: weight } = context.settings;
  const ports = [...numbers]
    .sort(([a], [b]) => comparePortLabels(a, b))
    .map(([label, ports]) => ({ label, priority, weight, target: { kind: 'own-name' as const, ports } }));
  return { ports, problems };
};
