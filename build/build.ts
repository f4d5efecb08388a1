/** What `npm run build` runs: bundles the program into dist/, with the notices of the packages that went into it. */
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bundleForNode, root } from './bundle.ts';
import { thirdPartyNotices } from './thirdPartyNotices.ts';

const dist = join(root, 'dist');

await rm(dist, { recursive: true, force: true });
const metafile = await bundleForNode(dist);
await writeFile(join(dist, 'THIRD-PARTY-NOTICES.txt'), await thirdPartyNotices(root, metafile));
