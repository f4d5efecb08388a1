import { mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder that only we may read, and that goes away with all it holds when it is disposed of. */
export interface TemporaryFolder extends AsyncDisposable {
  readonly path: string;
}

/** Makes a folder below the system's temporary folder. @param name says in `ls /tmp` whose it is */
export function temporaryFolder(name: string): Promise<TemporaryFolder> {
  return mkdtempDisposable(join(tmpdir(), `k8s-bind-${name}-`));
}
