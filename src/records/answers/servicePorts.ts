import type { ServicePort } from '../../model/service.ts';
import type { ServiceContext } from '../serviceContext.ts';
import type { PortAnswer } from './answer.ts';
import { comparePortLabels, portLabel } from './portLabel.ts';

/** SRV answers of the Service's named ports that point at the name they stand below; `number` says which port clients reach (0: none). */
export const servicePorts = (
  context: ServiceContext,
  number: (port: ServicePort) => number,
): readonly PortAnswer[] => {
  const numbers = new Map<string, number[]>();
  for (const port of context.service.ports) {
    const label = number(port) === 0 ? '' : portLabel(context, port);
    if (label !== '') numbers.set(label, [...(numbers.get(label) ?? []), number(port)]);
  }
  const { srvPriority: priority, srvWeight: weight } = context.settings;
  return [...numbers]
    .sort(([a], [b]) => comparePortLabels(a, b))
    .map(([label, ports]) => ({ label, priority, weight, target: { kind: 'own-name', ports } }));
};
