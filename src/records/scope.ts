import type { ServiceSnapshot } from '../model/serviceSnapshot.ts';
import { type LabelSelector, selects } from './labelSelector.ts';

/**
 * Which Services something applies to. What is absent does not restrict; `namespaces: []` restricts to none.
 */
export type Scope = {
  readonly namespaces?: readonly string[];
  /** By the labels of the Service's namespace. */
  readonly namespaceSelector?: LabelSelector;
  /** By the Service's own labels. */
  readonly selector?: LabelSelector;
};

export const inScope = ({ service, namespaceLabels }: ServiceSnapshot, scope: Scope): boolean =>
  (scope.namespaces === undefined || scope.namespaces.includes(service.namespace)) &&
  (scope.namespaceSelector === undefined || selects(scope.namespaceSelector, namespaceLabels)) &&
  (scope.selector === undefined || selects(scope.selector, service.labels));
