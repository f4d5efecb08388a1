import { type JsonObject, objectAt, textAt } from '../../store/jsonObject.ts';
import { type ObjectMeta, objectKey, objectMeta } from '../../store/objectKey.ts';
import { isEarlierVersion } from './isEarlierVersion.ts';

/** An object as it was when it was read last. */
export type LastChange = ObjectMeta & {
  readonly resourceVersion: string;
  /** It was deleted. */
  readonly isGone: boolean;
};

export type LastChangeKeeper = {
  /**
   * What an earlier state of the server's store cannot have: of all objects that are there the one of the
   * newest version, and what was deleted after that. Empty when the first is not known.
   */
  readonly get: () => readonly LastChange[];
  readonly saw: (object: JsonObject, isGone: boolean) => void;
  /** Everything is about to be read anew. */
  readonly reset: () => void;
};

export const createLastChange = (): LastChangeKeeper => {
  let alive: LastChange | undefined;
  let gone: LastChange | undefined;
  return {
    get: () => (alive === undefined ? [] : gone === undefined ? [alive] : [alive, gone]),
    saw: (object, isGone) => {
      const resourceVersion = textAt(objectAt(object, 'metadata'), 'resourceVersion');
      if (alive !== undefined && isEarlierVersion(resourceVersion, alive.resourceVersion)) return;
      const meta = objectMeta(object);
      if (meta === undefined) return;
      gone = isGone ? { ...meta, resourceVersion, isGone } : undefined;
      if (!isGone) alive = { ...meta, resourceVersion, isGone };
      else if (alive !== undefined && objectKey(alive) === objectKey(meta)) alive = undefined;
    },
    reset: () => {
      alive = undefined;
      gone = undefined;
    },
  };
};
