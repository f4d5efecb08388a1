/** What `npm run package` runs: makes into build/out all that one can install, for every target. */
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import packageFile from '../package.json' with { type: 'json' };
import { bundleForExecutable, root } from './bundle.ts';
import { makeExecutable } from './executable.ts';
import { TARGETS } from './targets.ts';

const out = join(root, 'build/out');
const work = join(out, 'work');
const { version } = packageFile;

await rm(out, { recursive: true, force: true });
await mkdir(work, { recursive: true });

const bundle = join(work, 'k8s-bind.cjs');
await bundleForExecutable(bundle);
for (const target of TARGETS) {
  const executable = join(out, `k8s-bind-${version}-linux-${target.architecture}`);
  await makeExecutable(target, { bundle, executable }, work);
  console.log(executable);
}
await rm(work, { recursive: true });
