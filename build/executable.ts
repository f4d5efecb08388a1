import { chmod, cp, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inject } from 'postject';
import { YOUNG_GENERATION } from '../src/keepMemorySmall.ts';
import { EXECUTABLE_MAIN, root } from './bundle.ts';
import { PARTS } from './executableParts.ts';
import { nodeRelease } from './nodeRelease.ts';
import { run } from './run.ts';
import type { Target } from './targets.ts';

/** What the program reads of its package (packageText.ts). */
const ASSETS = [
  'config/k8s-bind.service',
  'config/demo/db.yaml',
  'config/demo/mail.yaml',
  'config/demo/webapp.yaml',
];

/** By it Node finds whether something was added to it. */
const FUSE = 'NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2';

/**
 * Makes a program that needs no Node on the machine: Node itself without its symbols, with the parts of the
 * program inside (https://nodejs.org/api/single-executable-applications.html).
 *
 * @param files the folder that the program was bundled into, and where the executable is to stand
 * @param work a folder for what is needed on the way
 */
export const makeExecutable = async (
  target: Target,
  files: { readonly bundle: string; readonly executable: string },
  work: string,
): Promise<void> => {
  const node = await nodeRelease(target);
  await cp(node.program, files.executable);
  await run([target.strip, '--strip-all', files.executable]);
  const blob = await prepare(target, files.bundle, work);
  await quietly(() => inject(files.executable, 'NODE_SEA_BLOB', blob, { sentinelFuse: FUSE }));
  await chmod(files.executable, 0o755);
};

/** What is to be added to Node. */
const prepare = async (target: Target, bundle: string, work: string): Promise<Buffer> => {
  const config = join(work, `sea-${target.node}.json`);
  const output = join(work, `sea-${target.node}.blob`);
  const parts = join(bundle, PARTS);
  const files = [
    ...ASSETS.map((name) => [name, join(root, name)]),
    ...(await readdir(parts)).sort().map((name) => [PARTS + name, join(parts, name)]),
  ];
  const settings = {
    // It stands in traces, so it is not where it was built.
    main: EXECUTABLE_MAIN,
    output,
    disableExperimentalSEAWarning: true,
    execArgv: [YOUNG_GENERATION],
    assets: Object.fromEntries(files),
  };
  await writeFile(config, JSON.stringify(settings));
  await run([process.execPath, '--experimental-sea-config', config], { cwd: bundle });
  return readFile(output);
};

/** It warns of each note that Node has more than one of, which is nothing to worry about. */
const quietly = async (action: () => Promise<void>): Promise<void> => {
  const { warn, log } = console;
  console.warn = () => undefined;
  console.log = () => undefined;
  try {
    await action();
  } finally {
    Object.assign(console, { warn, log });
  }
};
