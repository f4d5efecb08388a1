import { isBuiltin } from 'node:module';
import { join } from 'node:path';
import { type BuildOptions, build, type Metafile } from 'esbuild';

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

/** The program in parts that are loaded when they are needed, for the Node of the machine. */
export const bundleForNode = async (folder: string): Promise<Metafile> => {
  const { metafile } = await build({
    ...common,
    entryPoints: { 'k8s-bind': 'src/main.ts' },
    splitting: true,
    target: 'node22',
    format: 'esm',
    // CommonJS packages in the bundle ask for parts of Node by `require`.
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
    outdir: folder,
    chunkNames: 'parts/[name]-[hash]',
  });
  checkSelfContained(metafile);
  return metafile;
};

/**
 * The program as one file for the executable, which has a Node of its own: that one takes no other modules
 * than CommonJS, and no question about its version is needed.
 */
export const bundleForExecutable = async (file: string): Promise<Metafile> => {
  const { metafile } = await build({
    ...common,
    stdin: {
      contents: "import { runProgram } from './src/runProgram.ts'; void runProgram();",
      resolveDir: root,
      loader: 'ts',
    },
    target: 'node24',
    format: 'cjs',
    define: { 'import.meta.dirname': '__dirname' },
    outfile: file,
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
