import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { cacheFolder } from './cacheFolder.ts';

/** A Go module of this checkout that pins programs of others, and how they are built. */
export interface GoModule<Program extends string> {
  /** Its folder below `test`, and the first part of its folder in the cache. */
  readonly name: string;
  /** The package of each program. */
  readonly packages: Readonly<Record<Program, string>>;
  readonly buildFlags: readonly string[];
  /** Files of ours that are built too, relative to the module. */
  readonly sources?: readonly string[];
  /** The file that hands {@link GoPrograms.buildByName} its arguments: a build is a process of its own. */
  readonly script: string;
}

/** Programs that are built once for all checkouts. */
export interface GoPrograms<Program extends string> {
  /**
   * Where a program is, whether it is built or not: outside the checkout, in a folder of its own for each
   * state of go.sum, so that every checkout of the same state shares one build.
   */
  readonly program: (program: Program) => string;
  readonly isBuilt: () => boolean;
  /**
   * Builds the programs unless they are there, which needs Go. Two builds at the same time become one: the
   * second waits for the first. The folder appears only when it is complete.
   */
  readonly build: (signal?: AbortSignal) => Promise<void>;
  /**
   * What the module's script does: builds when it is given this module's name (under the lock), and waits for
   * the lock when it is given none.
   */
  readonly buildByName: (name: string | undefined) => Promise<void>;
}

export function goPrograms<Program extends string>(module: GoModule<Program>): GoPrograms<Program> {
  const folder = programFolder(module);
  const isBuilt = (): boolean => existsSync(folder);
  const build = async (signal?: AbortSignal): Promise<void> => {
    if (isBuilt()) return;
    await mkdir(cacheFolder(), { recursive: true });
    // flock gives its lock up when it ends in whatever way, so a build that was killed never blocks the next
    // one.
    const command = [process.execPath, module.script, module.name];
    await execa('flock', ['--no-fork', `${folder}.lock`, 'nice', ...command], {
      ...(signal && { cancelSignal: signal }),
      stdin: 'ignore',
      stdout: 'inherit',
      stderr: 'inherit',
    });
  };
  const buildByName = async (name: string | undefined): Promise<void> => {
    if (name === undefined) await build();
    else if (name !== module.name) return;
    else if (!isBuilt()) await buildInto(module, folder);
    console.log(`the programs of ${module.name} are in ${folder}`);
  };
  return { program: (program) => join(folder, program), isBuilt, build, buildByName };
}

async function buildInto(module: GoModule<string>, folder: string): Promise<void> {
  const partial = `${folder}.partial`;
  await rm(partial, { recursive: true, force: true });
  for (const [program, path] of Object.entries(module.packages)) {
    const startedAt = performance.now();
    await execa('go', ['build', ...module.buildFlags, '-o', join(partial, program), path], {
      cwd: moduleFolder(module.name),
      env: { CGO_ENABLED: '0' },
      stdin: 'ignore',
      stderr: 'inherit',
    });
    console.log(`built ${program} in ${Math.round((performance.now() - startedAt) / 1000)} s`);
  }
  await rename(partial, folder);
}

/** The folder below `test` with go.mod and go.sum. */
export const moduleFolder = (name: string): string => fileURLToPath(new URL(`../${name}`, import.meta.url));

function programFolder({ name, buildFlags, sources = [] }: GoModule<string>): string {
  const recipe = createHash('sha256').update(readFileSync(join(moduleFolder(name), 'go.sum')));
  for (const source of sources) recipe.update(readFileSync(join(moduleFolder(name), source)));
  const hash = recipe.update(buildFlags.join(' ')).digest('hex').slice(0, 16);
  return join(cacheFolder(), `${name.replaceAll('/', '-')}-${hash}`);
}
