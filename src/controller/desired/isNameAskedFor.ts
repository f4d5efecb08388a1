import { labelsOf } from '../../dns/canonicalName.ts';
import type { DomainName } from '../../dns/rrset.ts';
import type { NameContests } from './nameContests.ts';
import type { SelectedServices } from './selectedServices.ts';

export type AskedForDeps = {
  /** The zone whose pod names are published; undefined where none are. */
  readonly podZone: DomainName | undefined;
  readonly selected: Pick<SelectedServices, 'anyIn'>;
  readonly contests: Pick<NameContests, 'isRequested' | 'hasEndpointsBelow'>;
};

/**
 * Whether an object stands behind a single name of a forward zone.
 *
 * | name                           | asked for while                                                   |
 * | ------------------------------ | ----------------------------------------------------------------- |
 * | `10-1-0-1.shop.pod.<zone>`     | a Service or Pod of `shop` is selected, and the zone has pod names |
 * | `web.<zone>`                   | an object requests it, with content or without                    |
 * | `_http._tcp.web.<zone>`        | an object requests `web.<zone>`                                   |
 * | `db-0.db.<zone>`               | an object requests `db.<zone>` with names for its endpoints       |
 */
export const isNameAskedFor = ({ podZone, selected, contests }: AskedForDeps, name: DomainName): boolean => {
  const namespace = podZone === undefined ? undefined : namespaceOfPodName(name, podZone);
  if (namespace !== undefined) return selected.anyIn(namespace);
  return contests.isRequested(baseOf(name)) || contests.hasEndpointsBelow(parentOf(name));
};

const parentOf = (name: DomainName): DomainName => name.slice(name.indexOf('.') + 1);

/** `shop` of `10-1-0-1.shop.pod.<zone>`; undefined for names of another shape. */
export const namespaceOfPodName = (name: DomainName, zone: DomainName): string | undefined => {
  const tree = `.pod.${zone}`;
  if (!name.endsWith(tree)) return undefined;
  const [label, namespace, ...others] = labelsOf(`${name.slice(0, -tree.length)}.`);
  return label === undefined || others.length > 0 ? undefined : namespace;
};

/** What was requested so that a name stands here: the name without `_port._proto`. */
export const baseOf = (name: DomainName): DomainName => {
  const labels = labelsOf(name);
  const from = labels.findIndex((label) => !label.startsWith('_'));
  return from < 0 ? name : `${labels.slice(from).join('.')}.`;
};
