import type { Service } from '../model/service.ts';

/** Whether a Service is reached at its nodes: only then it is published with their addresses. */
export const hasNodePorts = ({ ports }: Pick<Service, 'ports'>): boolean =>
  ports.some(({ nodePort }) => nodePort > 0);
