import type { OriginKey } from '../../model/objectRef.ts';

/** The objects that exist and that a zone's options select, whether they have anything to publish or not. */
export type SelectedServices = {
  readonly put: (key: OriginKey, isSelected: boolean) => void;
  readonly has: (key: OriginKey) => boolean;
  /** Whether there is a Service or a Pod in this namespace. */
  readonly anyIn: (namespace: string) => boolean;
};

export const createSelectedServices = (): SelectedServices => {
  const keys = new Set<OriginKey>();
  const counts = new Map<string, number>();
  const count = (key: OriginKey, step: 1 | -1): void => {
    const namespace = namespaceOf(key);
    const sum = (counts.get(namespace) ?? 0) + step;
    if (sum === 0) counts.delete(namespace);
    else counts.set(namespace, sum);
  };
  return {
    put: (key, isSelected) => {
      if (keys.has(key) === isSelected) return;
      if (isSelected) keys.add(key);
      else keys.delete(key);
      count(key, isSelected ? 1 : -1);
    },
    has: (key) => keys.has(key),
    anyIn: (namespace) => counts.has(namespace),
  };
};

/** Of another kind the kind, which is no namespace: it begins with a capital. */
const namespaceOf = (key: OriginKey): string => {
  const [first = '', second = ''] = key.split('/', 2);
  return first === 'Pod' ? second : first;
};
