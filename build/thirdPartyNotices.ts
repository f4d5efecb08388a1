import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Metafile } from 'esbuild';

/**
 * The notices that the licences of bundled packages ask for: of each package whose code is really in the bundle its
 * name, its version, and its licence and notice files as they are.
 */
export const thirdPartyNotices = async (root: string, metafile: Metafile): Promise<string> => {
  const sections = await Promise.all(
    bundledPackages(metafile).map((folder) => sectionOf(join(root, folder))),
  );
  return [`${preface}\n`, ...sections.sort()].join(`\n${'-'.repeat(80)}\n\n`);
};

const preface = 'k8s-bind carries code of the packages below, each under the licence that follows its name.';

/** Folders of packages, relative to the repository, of which at least one octet is in an output. */
const bundledPackages = ({ outputs }: Metafile): readonly string[] => {
  const folders = new Set<string>();
  for (const { inputs } of Object.values(outputs))
    for (const [path, { bytesInOutput }] of Object.entries(inputs)) {
      // The last node_modules of the path: a package may lie within another one.
      const folder = /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0];
      if (folder !== undefined && bytesInOutput > 0) folders.add(folder);
    }
  return [...folders];
};

const sectionOf = async (folder: string): Promise<string> => {
  const { name, version, license } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as {
    readonly name: string;
    readonly version: string;
    readonly license?: string;
  };
  const files = (await readdir(folder)).filter((file) => /^(?:licen[cs]e|copying|notice)/i.test(file)).sort();
  if (files.length === 0)
    throw new Error(`Cannot bundle "${name}": found no licence file in it, needed one to hand on`);
  const texts = await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')));
  const title = `${name} ${version}${license === undefined ? '' : ` (${license})`}`;
  return `${title}\n\n${texts.map((text) => text.trim()).join('\n\n')}\n`;
};
