import { join } from 'node:path';
import packageFile from '../../package.json' with { type: 'json' };
import { run } from './process.ts';

const root = join(import.meta.dirname, '../..');

export const packageVersion = packageFile.version;

/** A file that `npm run package` made, once {@link setup} has run. */
export const madeFile = (name: string): string => join(root, 'build/out', name);

/** A program for a machine without Node. */
export const executableFor = (architecture: 'amd64' | 'arm64'): string =>
  madeFile(`k8s-bind-${packageVersion}-linux-${architecture}`);

export const nativeArchitecture = process.arch === 'x64' ? 'amd64' : 'arm64';

export const debianPackageFor = (architecture: 'amd64' | 'arm64'): string =>
  madeFile(`k8s-bind_${packageVersion}-1_${architecture}.deb`);

/** For both architectures. */
export const imageArchive = madeFile(`k8s-bind-${packageVersion}-image.tar`);

/** Makes everything once for all files of a suite. */
export const setup = async (): Promise<void> => {
  await run(['npm', 'run', '--silent', 'package'], { cwd: root });
};
