import { isBuiltin } from 'node:module';
import { join } from 'node:path';
import { type BuildOptions, build, type Metafile } from 'esbuild';
import { FIRST_PART, PARTS } from './executableParts.ts';

export const root = join(import.meta.dirname, '..');

const common = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  minifyWhitespace: true,
  minifySyntax: true,
  metafile: true,
  logLevel: 'warning',
} as const satisfies BuildOptions;

const inParts = {
  ...common,
  splitting: true,
  format: 'esm',
  // CommonJS packages in the bundle ask for parts of Node by `require`.
  banner: {
    js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
  },
} as const satisfies BuildOptions;

/** The program in parts that are loaded when they are needed, for the Node of the machine. */
export const bundleForNode = async (folder: string): Promise<Metafile> => {
  const { metafile } = await build({
    ...inParts,
    entryPoints: { 'k8s-bind': 'src/main.ts' },
    target: 'node22',
    outdir: folder,
    chunkNames: 'parts/[name]-[hash]',
  });
  checkSelfContained(metafile);
  return metafile;
};

/** What the executable begins with: that has to be one file, and CommonJS. */
export const EXECUTABLE_MAIN = 'k8s-bind.cjs';

/**
 * The same parts for the executable, which has a Node of its own: no question about its version is needed.
 * Beside them stands {@link EXECUTABLE_MAIN}.
 */
export const bundleForExecutable = async (folder: string): Promise<Metafile> => {
  await build({
    ...common,
    entryPoints: ['build/executableMain.ts'],
    target: 'node24',
    format: 'cjs',
    outfile: join(folder, EXECUTABLE_MAIN),
  });
  const { metafile } = await build({
    ...inParts,
    entryPoints: { [FIRST_PART]: 'src/runProgram.ts' },
    target: 'node24',
    outdir: join(folder, PARTS),
  });
  checkSelfContained(metafile);
  return metafile;
};

/** Asked for inside a `try`, by the debug package for its colours: it does without. */
const optional = ['supports-color'];

/** The package has no dependencies, so whatever the bundle does not carry must be Node's own. */
const checkSelfContained = ({ outputs }: Metafile): void => {
  for (const { imports } of Object.values(outputs))
    for (const { path, external } of imports)
      if (external === true && !isBuiltin(path) && !optional.includes(path))
        throw new Error(`Cannot build: found an import of "${path}" in the bundle, needed it inside`);
};
