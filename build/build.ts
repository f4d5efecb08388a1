/** What `npm run build` runs: bundles the program into dist/, with the notices of the packages that went into it. */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { installedTexts } from '../src/reference/installedTexts.ts';
import { bundleForNode, root } from './bundle.ts';
import { thirdPartyNotices } from './thirdPartyNotices.ts';

const dist = join(root, 'dist');

await rm(dist, { recursive: true, force: true });
const metafile = await bundleForNode(dist);
await writeFile(join(dist, 'THIRD-PARTY-NOTICES.txt'), await thirdPartyNotices(root, metafile));
for (const [path, text] of Object.entries(installedTexts())) {
  await mkdir(dirname(join(dist, path)), { recursive: true });
  await writeFile(join(dist, path), text);
}
