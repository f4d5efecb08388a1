import { objectRefKey } from '../../model/objectRef.ts';
import { objectKey } from '../objectKey.ts';
import type { OpenOriginTable } from './originTable.ts';

/** Pods, each with the labels of its namespace. */
export const openPodTable: OpenOriginTable = ({ tables, namespaceLabels, mark }) => ({
  kind: 'Pod',
  refs: function* () {
    for (const { ref } of tables.pods.objects.values()) yield ref;
  },
  snapshot: (ref) => {
    const object = tables.pods.objects.get(objectKey(ref));
    return object && { kind: 'pod', object, namespaceLabels: namespaceLabels(ref.namespace) };
  },
  changed: ({ resource, before, after }) => {
    if (resource === 'pods') {
      const pod = after ?? before;
      if (pod !== undefined) mark(objectRefKey(pod.ref));
    }
    if (resource === 'namespaces') {
      const name = (after ?? before)?.name;
      for (const { ref } of tables.pods.objects.values()) if (ref.namespace === name) mark(objectRefKey(ref));
    }
  },
});
