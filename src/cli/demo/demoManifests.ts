import { accessSync, constants, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageFile } from '../packageFile.ts';
import { packageText } from '../packageText.ts';

const FILES = ['db.yaml', 'mail.yaml', 'webapp.yaml'];

/**
 * The folder of the demo's own manifests: where they are if they can be edited there, as in a checkout, and
 * otherwise a copy in `folder`.
 */
export const demoManifests = (folder: string): string => {
  const installed = packageFile('config/demo');
  if (installed !== undefined && isWritable(join(installed, 'webapp.yaml'))) return installed;
  const copy = join(folder, 'manifests');
  mkdirSync(copy);
  for (const name of FILES) writeFileSync(join(copy, name), packageText(`config/demo/${name}`) ?? '');
  return copy;
};

const isWritable = (path: string): boolean => {
  try {
    accessSync(path, constants.W_OK);
    return true;
  } catch {
    return false;
  }
};
