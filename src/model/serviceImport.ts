import type { ServicePort } from './service.ts';
import type { SourceObject } from './sourceObject.ts';

/** A ServiceImport (multicluster.x-k8s.io): a Service of a cluster set, as this cluster sees it. */
export type ServiceImport = SourceObject & {
  /** As the API has it; with any other nothing is published. */
  readonly type: 'ClusterSetIP' | 'Headless' | '';
  /** `spec.ips`, canonical text. */
  readonly ips: readonly string[];
  readonly ports: readonly Pick<ServicePort, 'name' | 'protocol' | 'port'>[];
};
