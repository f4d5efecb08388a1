import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where what takes long to get is kept for all checkouts: builds, and packages that are not installed. */
export const cacheFolder = (): string =>
  join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'k8s-bind');
