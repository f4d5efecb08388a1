import { readFileSync } from 'node:fs';
import { parseManifest } from '../../src/manifests/parseManifest.ts';
import type { OriginSnapshot } from '../../src/model/originSnapshot.ts';
import type { RecordOptions } from '../../src/records/recordOptions.ts';
import { snapshotsOfObjects } from '../support/snapshotsOfObjects.ts';

/** Every object of a manifest file, see {@link snapshotsOfObjects}. */
export const snapshotsOfManifest = (path: string, options: RecordOptions): readonly OriginSnapshot[] => {
  const parsed = parseManifest(readFileSync(path, 'utf8'), path);
  if (parsed.kind === 'broken') throw new Error(parsed.message);
  return snapshotsOfObjects(parsed.objects, options);
};
