import type { LabelSelector } from '../model/labelSelector.ts';
import { selects } from './parseSelector.ts';

/**
 * Which objects something applies to. What is absent does not restrict; `namespaces: []` restricts to none.
 */
export type Scope = {
  readonly namespaces?: readonly string[];
  /** By the labels of the object's namespace. */
  readonly namespaceSelector?: LabelSelector;
  /** By the object's own labels. */
  readonly selector?: LabelSelector;
};

/** What of an object a scope looks at. */
export type Scoped = {
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly namespaceLabels: Readonly<Record<string, string>>;
};

export const inScope = ({ namespace, labels, namespaceLabels }: Scoped, scope: Scope): boolean =>
  (scope.namespaces === undefined || scope.namespaces.includes(namespace)) &&
  (scope.namespaceSelector === undefined || selects(scope.namespaceSelector, namespaceLabels)) &&
  (scope.selector === undefined || selects(scope.selector, labels));
