/** What `npm run build` runs: bundles the program into dist/, with the notices of the packages that went into it. */
import { rm, writeFile } from 'node:fs/promises';
import { isBuiltin } from 'node:module';
import { join } from 'node:path';
import { build, type Metafile } from 'esbuild';
import { thirdPartyNotices } from './thirdPartyNotices.ts';

const root = join(import.meta.dirname, '..');
const dist = join(root, 'dist');

const bundle = async (): Promise<Metafile> => {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: { 'k8s-bind': 'src/main.ts' },
    bundle: true,
    splitting: true,
    platform: 'node',
    target: 'node22',
    format: 'esm',
    minifyWhitespace: true,
    minifySyntax: true,
    // CommonJS packages in the bundle ask for parts of Node by `require`.
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
    outdir: 'dist',
    chunkNames: 'parts/[name]-[hash]',
    metafile: true,
    logLevel: 'warning',
  });
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

await rm(dist, { recursive: true, force: true });
const metafile = await bundle();
checkSelfContained(metafile);
await writeFile(join(dist, 'THIRD-PARTY-NOTICES.txt'), await thirdPartyNotices(root, metafile));
