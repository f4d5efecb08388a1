import { cp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import { run } from '../support/process.ts';

/** The daemon as it is shipped, and the probe that watches its event loop. */
export interface BuiltProgram {
  readonly program: string;
  readonly probe: string;
  /** The probe that notes what it reads and writes, and when. */
  readonly wireProbe: string;
}

const root = join(import.meta.dirname, '../..');

/** Builds both into a folder, so that a build that happens meanwhile does not change what is measured. */
export async function buildProgram(folder: string): Promise<BuiltProgram> {
  await run(['npm', 'run', '--silent', 'build'], { cwd: root });
  const dist = join(folder, 'dist');
  await cp(join(root, 'dist'), dist, { recursive: true });
  await writeFile(join(dist, 'package.json'), '{"type":"module"}');
  return {
    program: join(dist, 'k8s-bind.js'),
    probe: await buildProbe(folder, 'eventLoopProbe'),
    wireProbe: await buildProbe(folder, 'wireProbe'),
  };
}

async function buildProbe(folder: string, name: string): Promise<string> {
  const outfile = join(folder, `${name}.cjs`);
  await build({
    entryPoints: [join(import.meta.dirname, `${name}.ts`)],
    outfile,
    platform: 'node',
    format: 'cjs',
    logLevel: 'warning',
  });
  return outfile;
}
