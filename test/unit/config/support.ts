import { type Loaded, loadConfig } from '../../../src/config/loadConfig.ts';
import type { Config } from '../../../src/config/options.ts';

/** Files that a test has: their text and mode. */
export type TestFiles = Readonly<Record<string, { readonly text: string; readonly mode?: number }>>;

const KEY = 'key "k8s-bind" { algorithm hmac-sha256; secret "AAAA"; };';

/** The session key of a running named, as most tests want it. */
export const sessionKey: TestFiles = { '/run/named/session.key': { text: KEY, mode: 0o100600 } };

type Given = {
  readonly argv?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly files?: TestFiles;
};

/** Loads a configuration from a command line, an environment and files that stand in the test. */
export const load = ({ argv = [], env = {}, files = {} }: Given): Loaded => {
  const all: TestFiles = { ...sessionKey, ...files };
  const fileAt = (path: string) => {
    const file = all[path];
    if (file === undefined) throw Object.assign(new Error(path), { code: 'ENOENT' });
    return file;
  };
  return loadConfig({
    argv,
    env,
    files: {
      read: (path) => fileAt(path).text,
      stat: (path) => ({ mode: fileAt(path).mode ?? 0o100644 }),
    },
  });
};

/** The configuration, where nothing is wrong. */
export const config = (given: Given): Config => {
  const loaded = load(given);
  if (loaded.kind !== 'ok') throw new Error(JSON.stringify(loaded));
  return loaded.config;
};

/** The line that says what is wrong. */
export const problem = (given: Given): string => {
  const loaded = load(given);
  if (loaded.kind !== 'problem') throw new Error(`found no problem but ${loaded.kind}`);
  return `${loaded.exitCode}: ${loaded.line}`;
};
