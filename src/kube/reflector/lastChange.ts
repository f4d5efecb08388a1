import { type JsonObject, objectAt, textAt } from '../../store/jsonObject.ts';
import { type ObjectMeta, objectMeta } from '../../store/objectKey.ts';
import { isEarlierVersion } from './isEarlierVersion.ts';

/** The object whose change has the newest version of all that were read. */
export type LastChange = ObjectMeta & {
  readonly resourceVersion: string;
  /** It was deleted. */
  readonly isGone: boolean;
};

export type LastChangeKeeper = {
  /** Undefined when nothing was read. */
  readonly get: () => LastChange | undefined;
  readonly saw: (object: JsonObject, isGone: boolean) => void;
  /** Everything is about to be read anew. */
  readonly reset: () => void;
};

export const createLastChange = (): LastChangeKeeper => {
  let last: LastChange | undefined;
  return {
    get: () => last,
    saw: (object, isGone) => {
      const resourceVersion = textAt(objectAt(object, 'metadata'), 'resourceVersion');
      if (last !== undefined && isEarlierVersion(resourceVersion, last.resourceVersion)) return;
      const meta = objectMeta(object);
      if (meta !== undefined) last = { ...meta, resourceVersion, isGone };
    },
    reset: () => {
      last = undefined;
    },
  };
};
