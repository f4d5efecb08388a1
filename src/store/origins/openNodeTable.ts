import { objectRefKey } from '../../model/objectRef.ts';
import { objectKey } from '../objectKey.ts';
import type { OpenOriginTable } from './originTable.ts';

/** Nodes. They belong to no namespace, so nothing else decides their records. */
export const openNodeTable: OpenOriginTable = ({ tables, mark }) => ({
  kind: 'Node',
  refs: function* () {
    for (const { ref } of tables.nodes.objects.values()) yield ref;
  },
  snapshot: (ref) => {
    const object = tables.nodes.objects.get(objectKey(ref));
    return object && { kind: 'node', object, namespaceLabels: noLabels };
  },
  changed: ({ resource, before, after }) => {
    if (resource !== 'nodes') return;
    const node = after ?? before;
    if (node !== undefined) mark(objectRefKey(node.ref));
  },
});

const noLabels: Readonly<Record<string, string>> = Object.freeze({});
