/** What `npm run build` runs: bundles the program into dist/, with the notices of the packages that went into it. */
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { installedTexts } from '../src/reference/installedTexts.ts';
import { bundleForNode, root } from './bundle.ts';
import { thirdPartyNotices } from './thirdPartyNotices.ts';

const dist = join(root, 'dist');
const made = join(root, 'dist.new');

await rm(made, { recursive: true, force: true });
const metafile = await bundleForNode(made);
await writeFile(join(made, 'THIRD-PARTY-NOTICES.txt'), await thirdPartyNotices(root, metafile));
for (const [path, text] of Object.entries(installedTexts())) {
  await mkdir(dirname(join(made, path)), { recursive: true });
  await writeFile(join(made, path), text);
}
// What runs from dist meanwhile finds it whole.
await rm(dist, { recursive: true, force: true });
await rename(made, dist);
