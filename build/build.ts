/** What `npm run build` runs: bundles the program into dist/, with the notices of the packages that went into it. */
import { existsSync } from 'node:fs';
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
// What starts from dist meanwhile finds it whole.
const before = join(root, 'dist.old');
await rm(before, { recursive: true, force: true });
if (existsSync(dist)) await rename(dist, before);
await rename(made, dist);
await rm(before, { recursive: true, force: true });
