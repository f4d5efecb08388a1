import type { ServicePort } from '../../model/service.ts';
import type { ServiceContext } from '../serviceContext.ts';
import type { RecordProblem } from '../serviceRecords.ts';
import type { Settings } from '../settings.ts';
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
  const named: NumberedPort[] = [];
  const problems: RecordProblem[] = [];
  const add = (port: ServicePort): void => {
    const label = portLabel(port);
    if (label === '') problems.push(...portProblems(context, port));
    else named.push({ label, number: number(port) });
  };
  for (const port of context.service.ports) {
    if (number(port) === 0) continue;
    add(port);
    if (further !== '') add({ ...port, name: further });
  }
  named.sort((a, b) => comparePortLabels(a.label, b.label));
  return { ports: joinPorts(named, context.settings), problems };
};

type NumberedPort = { readonly label: string; readonly number: number };

/** @param named sorted: those of one label stand together */
const joinPorts = (
  named: readonly NumberedPort[],
  { srvPriority: priority, srvWeight: weight }: Settings,
): readonly PortAnswer[] => {
  const answers: PortAnswer[] = [];
  for (let from = 0, to: number; from < named.length; from = to) {
    const label = named[from]?.label ?? '';
    for (to = from + 1; named[to]?.label === label; ) to++;
    const numbers = named.slice(from, to).map((port) => port.number);
    const ports = numbers.length === 1 ? numbers : [...new Set(numbers)];
    answers.push({ label, priority, weight, target: { kind: 'own-name', ports } });
  }
  return answers;
};
