import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { run } from './run.ts';
import type { Target } from './targets.ts';

/** The Node that the executable carries, as it is released. */
export interface NodeRelease {
  readonly program: string;
  /** Its own licence, and those of all that it carries. */
  readonly licence: string;
}

/** The npm packages that bring it, as they were when they were looked at. */
const PINNED = {
  version: '24.21.0',
  x64: 'sha512-3nULszZ5X0fciYpG0t6TrdApJzAn8+FlINP6OiMX7V8HrvpATPN936U1LlReOJriLRa4e8yEqQBYCnLyPNAs7Q==',
  arm64: 'sha512-FpJRPEz2OvvTLfjIOlNGFY9JLPMKgl5m+d4oGYBLg24kJ1mmvN1Zl/HPJgF4HDaJ51ISev1l1cRZ/DM+keXW5g==',
} as const;

/** Gets it once for all checkouts, and checks that it is the one that was meant. */
export const nodeRelease = async ({ node }: Pick<Target, 'node'>): Promise<NodeRelease> => {
  if (process.versions.node !== PINNED.version)
    throw new Error(
      `Cannot build an executable: found Node ${process.versions.node}, needed the ${PINNED.version} of build/nodeRelease.ts, since one Node prepares what the other one loads`,
    );
  const folder = join(cacheFolder(), `node-${PINNED.version}-${node}`);
  if (!existsSync(folder)) await download(node, folder);
  return {
    program: join(folder, 'package/bin/node'),
    licence: await readFile(join(folder, 'package/LICENSE'), 'utf8'),
  };
};

const cacheFolder = (): string =>
  join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'k8s-bind');

/** The folder appears only when it is complete. */
const download = async (node: Target['node'], folder: string): Promise<void> => {
  const partial = `${folder}.${process.pid}.partial`;
  await mkdir(partial, { recursive: true });
  const name = `node-linux-${node}`;
  await run(['npm', 'pack', '--silent', '--pack-destination', partial, `${name}@${PINNED.version}`]);
  const archive = join(partial, `${name}-${PINNED.version}.tgz`);
  const found = `sha512-${createHash('sha512')
    .update(await readFile(archive))
    .digest('base64')}`;
  if (found !== PINNED[node]) throw new Error(`Cannot use "${name}": found ${found}, needed ${PINNED[node]}`);
  await run([
    'tar',
    '--extract',
    '--file',
    archive,
    '--directory',
    partial,
    'package/bin/node',
    'package/LICENSE',
  ]);
  await rm(archive);
  await rename(partial, folder).catch((error: unknown) => {
    // Another build was faster.
    if (!existsSync(folder)) throw error;
  });
  await rm(partial, { recursive: true, force: true });
};
