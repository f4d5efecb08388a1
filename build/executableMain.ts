/**
 * What the single executable begins with: it hands Node the parts of the program, which are inside, as if they
 * were files of a folder. A part is loaded when it is needed, so that what does not run takes no memory.
 */
import { createRequire, registerHooks } from 'node:module';
import { getRawAsset } from 'node:sea';
import type { runProgram } from '../src/runProgram.ts';
import { FIRST_PART, PARTS } from './executableParts.ts';

/** Nothing is ever read there. Where the executable stands Node cannot always tell, as without /proc. */
const folder = `file:///k8s-bind/${PARTS}`;
const first = `${folder}${FIRST_PART}.js`;

registerHooks({
  resolve: (specifier, context, next) => {
    const isPart = context.parentURL?.startsWith(folder) === true && specifier.startsWith('./');
    if (!isPart && specifier !== first) return next(specifier, context);
    return { url: new URL(specifier, folder).href, format: 'module', shortCircuit: true };
  },
  load: (url, context, next) => {
    if (!url.startsWith(folder)) return next(url, context);
    const source = new Uint8Array(getRawAsset(PARTS + url.slice(folder.length)));
    return { format: 'module', source, shortCircuit: true };
  },
});

const program = createRequire(folder)(first) as { readonly runProgram: typeof runProgram };
void program.runProgram();
