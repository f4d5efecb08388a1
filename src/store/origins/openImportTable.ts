import { objectRefKey } from '../../model/objectRef.ts';
import { objectKey } from '../objectKey.ts';
import { createSlicesByService } from '../slicesByService.ts';
import type { OpenOriginTable } from './originTable.ts';

/** ServiceImports, each with the endpoint slices that other clusters have given it. */
export const openImportTable: OpenOriginTable = ({ tables, namespaceLabels, mark }) => {
  const slices = createSlicesByService(
    (key) => mark(`ServiceImport/${key}`),
    ({ namespace, imported }) => imported && `${namespace}/${imported.serviceName}`,
  );
  return {
    kind: 'ServiceImport',
    refs: function* () {
      for (const { ref } of tables.serviceimports.objects.values()) yield ref;
    },
    snapshot: (ref) => {
      const key = objectKey(ref);
      const object = tables.serviceimports.objects.get(key);
      return (
        object && {
          kind: 'import',
          object,
          slices: slices.get(key) ?? noSlices,
          namespaceLabels: namespaceLabels(ref.namespace),
        }
      );
    },
    changed: ({ resource, before, after, key }) => {
      if (resource === 'serviceimports') {
        const object = after ?? before;
        if (object !== undefined) mark(objectRefKey(object.ref));
      }
      if (resource === 'endpointslices') slices.sliceChanged(before, after, key);
      if (resource === 'namespaces') {
        const name = (after ?? before)?.name;
        for (const { ref } of tables.serviceimports.objects.values())
          if (ref.namespace === name) mark(objectRefKey(ref));
      }
    },
  };
};

const noSlices: readonly never[] = Object.freeze([]);
