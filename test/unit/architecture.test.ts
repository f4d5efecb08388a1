import { globSync, readFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';

/**
 * Parts of Node that a folder at the edge may have: what opens sockets or starts programs has rows of its own
 * below.
 */
const EDGE =
  'fs path os dns crypto util events stream timers net tls http https dgram child_process readline';

/**
 * What each folder of src may import: folders of ours (files directly in src are for all of them), and
 * packages and parts of Node. Types count for folders, not for packages. A folder that is not here may not
 * exist. Which room of a folder may import which other is in ROOMS.
 */
const FOLDERS: Readonly<Record<string, { readonly ours: string; readonly others: string }>> = {
  model: { ours: '', others: '' },
  dns: { ours: '', others: 'dns-packet buffer crypto' },
  records: { ours: 'model dns', others: 'crypto' },
  zone: { ours: 'model dns', others: 'crypto' },
  server: { ours: 'dns', others: `execa ${EDGE}` },
  plan: { ours: 'model dns zone', others: '' },
  controller: { ours: 'model dns records server zone plan', others: '' },
  store: { ours: 'model dns', others: '' },
  render: { ours: 'model dns', others: `liquidjs vm ${EDGE}` },
  kube: { ours: 'model dns store', others: `@kubernetes/client-node yaml ${EDGE}` },
  manifests: { ours: 'model dns store', others: `yaml ${EDGE}` },
  config: { ours: 'model dns records', others: `zod/mini yaml ${EDGE}` },
  telemetry: { ours: 'model dns', others: `pino prom-client ${EDGE}` },
  why: { ours: 'model dns records server zone controller store telemetry', others: '' },
  setup: {
    ours: 'model dns records server zone plan controller store kube manifests config telemetry render why',
    others: EDGE,
  },
  reference: { ours: 'model store config telemetry', others: 'fs path' },
  daemon: {
    ours: 'model dns records server zone plan controller store kube manifests config telemetry render why setup',
    others: EDGE,
  },
  cli: {
    ours: 'model dns records server zone plan controller store kube manifests config telemetry render why setup daemon',
    others: `execa yaml sea ${EDGE}`,
  },
  '.': { ours: 'config cli', others: 'fs v8 vm timers dgram dns net' },
};

/**
 * Rooms within a folder, and the rooms beside them that they may import; `.` are the files at the folder's
 * door. A folder with rooms that is not here does not say who may import whom.
 */
const ROOMS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  dns: {
    rdata: '.',
    tsig: '.',
    '.': 'rdata',
  },
  controller: {
    desired: '',
    claim: '. desired',
    write: '. desired',
    read: '. desired write',
    '.': 'desired claim write read',
  },
  records: {
    answers: '.',
    inside: '. answers',
    outside: '. answers inside',
    sources: '. answers outside',
    '.': 'answers inside outside sources',
  },
  daemon: {
    tell: '',
    status: '. tell',
    condition: '. tell',
    '.': 'tell status condition',
  },
};

/** Packages and parts of Node that only some files may have, whatever their folder may. */
const ONLY_IN: Readonly<Record<string, RegExp>> = {
  '@kubernetes/client-node': /^kube\//,
  pino: /^telemetry\/log\.ts$/,
  'prom-client': /^telemetry\/metrics\.ts$/,
  'dns-packet': /^dns\/dnsPacketRdata\.ts$/,
  liquidjs: /^render\/(?:openTemplates|createLiquid)\.ts$/,
  execa: /^(server\/nsupdate|cli\/(runTool|demo\/demoNamed))\.ts$/,
  sea: /^cli\/package(File|Text)\.ts$/,
  vm: /^(freeMemory|render\/timeLimit)\.ts$/,
  child_process: /^(kube\/credentials\/|telemetry\/runSystemdNotify|render\/runWords)/,
  net: /^(kube\/|server\/connection|server\/probeConnection|server\/notify|cli\/demo\/)/,
  tls: /^(kube\/|server\/connection|server\/probeConnection)/,
  dgram: /^(createLookout\.ts|server\/notify|cli\/demo\/)/,
  http: /^(kube\/api\/http|telemetry\/httpServer)\.ts$/,
  https: /^kube\/api\/http\.ts$/,
};

/** Questions about addresses open no socket. */
const PURE_NET = /^\{(\s*(type )?(isIP|isIPv4|isIPv6|BlockList)\s*,?)+\}$/;

type Import = {
  readonly file: string;
  readonly folder: string;
  readonly from: string;
  readonly what: string;
  readonly type: boolean;
};

const root = join(import.meta.dirname, '../..');
const source = join(root, 'src');
const files = globSync('**/*.ts', { cwd: source }).sort();
const textOf = (file: string): string => readFileSync(join(source, file), 'utf8');
const folderOf = (path: string): string => (path.includes('/') ? path.slice(0, path.indexOf('/')) : '.');

const IMPORT =
  /^(?:import|export)\s+(type\s+)?([^'";=]*?)\s+from\s+'([^']+)'|^import\s+'([^']+)'|\bgetBuiltinModule\('([^']+)'\)/gm;

const importsOf = (file: string): readonly Import[] =>
  [...textOf(file).matchAll(IMPORT)].map(([, type, what = '', from, bare, builtin = '']) => ({
    file,
    folder: folderOf(file),
    from: from ?? bare ?? builtin,
    what,
    type: type !== undefined,
  }));

const imports = files.flatMap(importsOf);

const isOurs = ({ from }: Import): boolean => from.startsWith('.');
const target = ({ file, from }: Import): string => relative(source, join(source, dirname(file), from));
const words = (text: string): readonly string[] => text.split(' ').filter((word) => word !== '');
const packageOf = (from: string): string => from.replace(/^node:/, '');
const describeImport = (found: Import): string => `${found.file} imports ${found.from}`;

test('the imports are found at all', () => {
  expect(imports.length).toBeGreaterThan(files.length);
});

test('every folder of src stands in the table', () => {
  expect(files.map(folderOf).filter((folder) => !Object.hasOwn(FOLDERS, folder))).toEqual([]);
});

test('folders import only what the table says', () => {
  const wrong = imports.filter(isOurs).filter((found) => {
    const to = target(found);
    const folder = folderOf(to);
    // Files directly in src, such as assertNever.ts, are for everyone; but the program's own are for nobody
    // else.
    if (!to.includes('/') || to.startsWith('..')) return START.includes(to) && !START.includes(found.file);
    return folder !== found.folder && !words(FOLDERS[found.folder]?.ours ?? '').includes(folder);
  });
  expect(wrong.map(describeImport)).toEqual([]);
});

test.each(Object.entries(ROOMS))('the rooms of %s import only what the table says', (folder, rooms) => {
  const within = (path: string): string => path.slice(folder.length + 1);
  const wrong = imports.filter(isOurs).filter((found) => {
    const to = target(found);
    if (found.folder !== folder || folderOf(to) !== folder) return false;
    const [here, there] = [folderOf(within(found.file)), folderOf(within(to))];
    return here !== there && !words(rooms[here] ?? '').includes(there);
  });
  expect(wrong.map(describeImport)).toEqual([]);
});

test('only the commands that run a daemon import it', () => {
  const found = imports
    .filter(isOurs)
    .filter((one) => one.folder === 'cli' && target(one).startsWith('daemon/'));
  expect(found.map(({ file }) => file).sort()).toEqual([
    'cli/demo/runDemoDaemon.ts',
    'cli/render/followTemplates.ts',
    'cli/render/followTemplates.ts',
    'cli/run.ts',
  ]);
});

test('the table has no circle: what stands lower knows nothing of what stands higher', () => {
  const reached = (folder: string, path: readonly string[]): readonly string[] =>
    path.includes(folder)
      ? [[...path, folder].join(' → ')]
      : words(FOLDERS[folder]?.ours ?? '').flatMap((next) => reached(next, [...path, folder]));
  expect(Object.keys(FOLDERS).flatMap((folder) => reached(folder, []))).toEqual([]);
});

test('packages and parts of Node are used where the table says', () => {
  const wrong = imports.filter((found) => {
    if (isOurs(found) || found.type) return false;
    const allowed = words(FOLDERS[found.folder]?.others ?? '');
    const name = packageOf(found.from);
    return !allowed.some((word) => name === word || name.startsWith(`${word}/`));
  });
  expect(wrong.map(describeImport)).toEqual([]);
});

test.each(Object.entries(ONLY_IN))('%s is used only where it belongs', (name, where) => {
  const wrong = imports.filter((found) => {
    const used = packageOf(found.from);
    if (isOurs(found) || found.type || (used !== name && !used.startsWith(`${name}/`))) return false;
    return !where.test(found.file) && !(name === 'net' && PURE_NET.test(found.what));
  });
  expect(wrong.map(describeImport)).toEqual([]);
});

const withoutComments = (file: string): string => textOf(file).replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*/g, '');

describe('the pure middle', () => {
  const pure = files.filter((file) =>
    ['model', 'records', 'plan', 'dns', 'zone', 'why'].includes(folderOf(file)),
  );

  test('takes nothing from the door of src but what is pure as well', () => {
    const wrong = imports.filter(isOurs).filter((found) => {
      const to = target(found);
      return (
        pure.includes(found.file) &&
        !to.includes('/') &&
        !['assertNever.ts', 'editsBetween.ts', 'nearestText.ts'].includes(to)
      );
    });
    expect(wrong.map(describeImport)).toEqual([]);
  });

  test.each([
    ['clock', /\bDate\.now|\bnew Date\(\)|\bperformance\./],
    ['timer', /\bset(Timeout|Interval|Immediate)\b|\bqueueMicrotask\b/],
    ['randomness', /\bMath\.random|\brandom(Bytes|Int|UUID)\b/],
    ['process or terminal', /\bprocess\.|\bconsole\./],
    ['promise', /\bPromise\b|\basync\b|\bawait\b/],
  ])('knows no %s', (_what, pattern) => {
    expect(pure.filter((file) => pattern.test(withoutComments(file)))).toEqual([]);
  });
});

/** How the program starts. */
const START = ['main.ts', 'runProgram.ts', 'nodeProblem.ts', 'keepMemorySmall.ts'];

test('only the edge of the program knows its process: everyone else is handed what they need of it', () => {
  // getBuiltinModule is an import by another name.
  const known = files.filter((file) => /\bprocess\.(?!getBuiltinModule\b)/.test(withoutComments(file)));
  expect(known).toEqual(['cli/standardIo.ts', 'main.ts', 'runProgram.ts']);
});

/** Started by name, and exporting nothing. */
const PROGRAMS = ['main.ts', 'reference/writePages.ts'];

test('a file is named after its main export', () => {
  const plain = (name: string): string => name.replaceAll('_', '').toLowerCase();
  const exported = (file: string): readonly string[] =>
    [...textOf(file).matchAll(/^export (?:async )?(?:const|function\*?|class|type|interface) (\w+)/gm)].map(
      ([, name = '']) => plain(name),
    );
  const misnamed = files.filter(
    (file) => !PROGRAMS.includes(file) && !exported(file).includes(plain(basename(file, '.ts'))),
  );
  expect(misnamed).toEqual([]);
});

test('what is looked up by a text from outside is a map: an object has a constructor under any key', () => {
  expect(
    files.filter(
      (file) =>
        /^(export )?const \w+: Readonly<Record<string, /m.test(textOf(file)) &&
        !/= Object\.freeze/.test(textOf(file)),
    ),
  ).toEqual([]);
});

test('kinds are in kebab-case', () => {
  const kinds = files.flatMap((file) =>
    [...textOf(file).matchAll(/\bkind: '(\w+)'/g)].map(([, kind]) => kind),
  );
  expect(kinds.length).toBeGreaterThan(100);
  // Kinds of API objects are written as the API has them.
  expect(kinds.filter((kind) => /^[a-z]+[A-Z_]/.test(kind ?? ''))).toEqual([]);
});

test('comments are as wide as code', () => {
  const wide = files.flatMap((file) =>
    textOf(file)
      .split('\n')
      .filter((line) => line.length > 110 && /^\s*(\/\/|\/?\*)/.test(line))
      .map((line) => `${file}: ${line}`),
  );
  expect(wide).toEqual([]);
});

test('nothing is written by the rules of a language: the first use of them takes 7 MB', () => {
  // What the browser runs has them anyway.
  const ours = files.filter((file) => !file.startsWith('telemetry/page/'));
  expect(ours.filter((file) => /\btoLocale|\blocaleCompare\b|\bIntl\./.test(withoutComments(file)))).toEqual(
    [],
  );
});

test('no module keeps state that changes', () => {
  expect(files.filter((file) => /^(export )?let /m.test(textOf(file)))).toEqual([]);
});

test('classes are errors, or something that is opened and closed', () => {
  const classes = files.flatMap((file) =>
    [...textOf(file).matchAll(/^(?:export )?class .*/gm)].map(([line]) => line),
  );
  expect(classes.filter((line) => !/ extends \w*Error\b/.test(line))).toEqual([]);
});
