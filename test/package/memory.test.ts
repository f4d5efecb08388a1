import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import { executableFor, nativeArchitecture } from '../support/buildPackages.ts';
import { run } from '../support/process.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';

/** What `npm install` links to; the executable is also what the Debian package and the image hold. */
const bundle = join(import.meta.dirname, '../../dist/k8s-bind.js');
/** The Node that runs this, and what a first line needs. */
const PATH = `${dirname(process.execPath)}:/usr/bin:/bin`;

/**
 * At the end leaves garbage behind that is partly alive, as a first sync does, and tells what V8 stays at for it:
 * while it collects single readings have pages that are just being given back.
 */
const garbageAtTheEnd = `process.on('exit', () => {
  const { getHeapSpaceStatistics } = require('node:v8');
  let alive = [];
  const sizes = [];
  for (let index = 0; index < 1e6; index++) {
    alive.push({ index, text: 'x' + index });
    if (alive.length > 200_000) alive = alive.slice(100_000);
    if (index > 5e5 && index % 25_000 === 0)
      sizes.push(getHeapSpaceStatistics().find((space) => space.space_name === 'new_space').space_size);
  }
  console.error(sizes.sort((a, b) => a - b)[sizes.length >> 1] / 2 ** 20);
});`;

test.each([
  ['by hand', [process.execPath, bundle]],
  ['by its first line', [bundle]],
  ['as the single executable', [executableFor(nativeArchitecture)]],
])('the young generation stays small however the program is started: %s', async (_how, command) => {
  await using folder = await temporaryFolder('memory');
  const script = join(folder.path, 'garbage.cjs');
  await run(['tee', script], { input: garbageAtTheEnd });
  const [file = '', ...args] = command;
  const env = { PATH, NODE_OPTIONS: `--require=${script}` };
  const { stderr } = await execa(file, [...args, '--version'], { env, extendEnv: false });
  expect(Number(stderr)).toBeGreaterThan(0);
  expect(Number(stderr)).toBeLessThan(6);
});
