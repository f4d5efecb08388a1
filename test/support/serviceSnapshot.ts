import type { OriginKey } from '../../src/model/objectRef.ts';
import { isServiceSnapshot, type OriginSnapshot } from '../../src/model/originSnapshot.ts';
import type { ServiceSnapshot } from '../../src/model/serviceSnapshot.ts';

/** What a store has of a Service; undefined for what it does not have, and for objects of another kind. */
export const serviceSnapshot = (
  store: { readonly snapshot: (key: OriginKey) => OriginSnapshot | undefined },
  key: OriginKey,
): ServiceSnapshot | undefined => {
  const snapshot = store.snapshot(key);
  return snapshot !== undefined && isServiceSnapshot(snapshot) ? snapshot : undefined;
};
