import type { ImportSnapshot } from '../../../model/originSnapshot.ts';
import { type PortAnswer, splitFamilies } from '../../answers/answer.ts';
import { comparePortLabels, portLabel, portProblems } from '../../answers/portLabel.ts';
import type { SourceContext } from '../sourceRequest.ts';
import type { ImportAnswer } from './importAnswer.ts';

/** The addresses of the cluster set, and its named ports. */
export const importPorts = ({ object }: ImportSnapshot, context: SourceContext): ImportAnswer => {
  const { srvPriority: priority, srvWeight: weight } = context.options;
  const byLabel = Map.groupBy(object.ports, portLabel);
  const ports = [...byLabel]
    .filter(([label]) => label !== '')
    .sort(([a], [b]) => comparePortLabels(a, b))
    .map(([label, ports]): PortAnswer => {
      const numbers = [...new Set(ports.map(({ port }) => port))];
      return { label, priority, weight, target: { kind: 'own-name', ports: numbers } };
    });
  const problems = (byLabel.get('') ?? []).flatMap((port) => portProblems(context, port));
  return { answer: { ...splitFamilies(context, object.ips), ports }, below: [], problems };
};
