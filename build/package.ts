/** What `npm run package` runs: makes into build/out all that one can install, for every target. */
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import packageFile from '../package.json' with { type: 'json' };
import { bundleForExecutable, root } from './bundle.ts';
import { makeDebianPackage } from './debianPackage.ts';
import { makeExecutable } from './executable.ts';
import { makeImage } from './image.ts';
import { makeArchive } from './makeArchive.ts';
import { needPrograms } from './needPrograms.ts';
import { nodeRelease } from './nodeRelease.ts';
import { run } from './run.ts';
import { sourceDate } from './sourceDate.ts';
import { TARGETS, type Target } from './targets.ts';
import { thirdPartyNotices } from './thirdPartyNotices.ts';

const out = join(root, 'build/out');
const work = join(out, 'work');
const { version } = packageFile;

await needPrograms();
await rm(out, { recursive: true, force: true });
await mkdir(work, { recursive: true });

const bundle = join(work, 'bundle');
const metafile = await bundleForExecutable(bundle);
const packages = await thirdPartyNotices(root, metafile);
const date = await sourceDate();

const { licence } = await nodeRelease({ node: process.arch === 'arm64' ? 'arm64' : 'x64' });
const notices = `${packages}\n${'-'.repeat(80)}\n\nNode.js ${process.versions.node}\n\n${licence}`;

const executables = new Map<Target, string>();
for (const target of TARGETS) {
  const executable = join(out, `k8s-bind-${version}-linux-${target.architecture}`);
  await makeExecutable(target, { bundle, executable }, work);
  executables.set(target, executable);
}
for (const [target, executable] of executables)
  await makeDebianPackage(target, { executable, notices, date }, { work, out });
await makeImage({ executables, notices, date }, { work, out });
await run(['npm', 'pack', '--silent', '--pack-destination', out], { cwd: root });
const chart = `k8s-bind-chart-${version}.tgz`;
await makeArchive({ folder: join(root, 'config/helm'), part: 'k8s-bind', file: join(out, chart), date });
await rm(work, { recursive: true });
const files = (await readdir(out)).sort();
await writeFile(join(out, 'SHA256SUMS'), await run(['sha256sum', ...files], { cwd: out }));
for (const file of files) console.log(join(out, file));
