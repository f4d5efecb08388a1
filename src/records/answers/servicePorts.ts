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
 * SRV answers of the Service's named ports that point at the name they stand below.
 *
 * @param number which port clients reach (0: none)
 * @param further another name that every port has
 */
export const servicePorts = (
  context: ServiceContext,
  number: (port: ServicePort) => number,
  further = '',
): MadePorts => {
  const numbers = new Map<string, Set<number>>();
  const problems: RecordProblem[] = [];
  for (const port of context.service.ports) {
    if (number(port) === 0) continue;
    for (const name of [port.name, further]) {
      const label = portLabel({ ...port, name });
      if (label === '') problems.push(...portProblems(context, { ...port, name }));
      else numbers.set(label, (numbers.get(label) ?? new Set()).add(number(port)));
    }
  }
  const { srvPriority: priority, srvWeight: weight } = context.settings;
  const ports = [...numbers]
    .sort(([a], [b]) => comparePortLabels(a, b))
    .map(([label, ports]) => ({
      label,
      priority,
      weight,
      target: { kind: 'own-name' as const, ports: [...ports] },
    }));
  return { ports, problems };
};
