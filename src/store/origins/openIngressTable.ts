import type { Ingress, IngressClass } from '../../model/ingress.ts';
import { objectRefKey } from '../../model/objectRef.ts';
import { objectKey } from '../objectKey.ts';
import type { OpenOriginTable } from './originTable.ts';

/**
 * Ingresses, each with the class that those without one belong to, and with the Services that rules for
 * classes name: of these there are few, and any may be meant.
 */
export const openIngressTable: OpenOriginTable = ({ tables, namespaceLabels, ingressServices, mark }) => {
  const ingresses = (): Iterable<Ingress> => tables.ingresses.objects.values();
  const markAll = (concerns: (ingress: Ingress) => boolean): void => {
    for (const ingress of ingresses()) if (concerns(ingress)) mark(objectRefKey(ingress.ref));
  };
  return {
    kind: 'Ingress',
    refs: function* () {
      for (const { ref } of ingresses()) yield ref;
    },
    snapshot: (ref) => {
      const object = tables.ingresses.objects.get(objectKey(ref));
      return (
        object && {
          kind: 'ingress',
          object,
          defaultClass: object.className === '' ? defaultOf(tables.ingressclasses.objects.values()) : '',
          services: ingressServices.flatMap((key) => tables.services.objects.get(key) ?? []),
          namespaceLabels: namespaceLabels(ref.namespace),
        }
      );
    },
    changed: ({ resource, before, after, key }) => {
      if (resource === 'ingresses') {
        const ingress = after ?? before;
        if (ingress !== undefined) mark(objectRefKey(ingress.ref));
      }
      if (resource === 'ingressclasses') markAll(({ className }) => className === '');
      if (resource === 'services' && ingressServices.includes(key)) markAll(() => true);
      if (resource === 'namespaces') markAll(({ ref }) => ref.namespace === (after ?? before)?.name);
    },
  };
};

/** Of several that call themselves the default the newest counts, and then the first by name. */
const defaultOf = (classes: Iterable<IngressClass>): string => {
  const defaults = [...classes].filter(({ isDefault }) => isDefault);
  return defaults.sort((a, b) => b.createdMs - a.createdMs || (a.name < b.name ? -1 : 1))[0]?.name ?? '';
};
