import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { COMMAND_NAMES } from '../../src/config/commands.ts';
import { EXIT_CODES } from '../../src/config/exitCodes.ts';
import { loadConfig } from '../../src/config/loadConfig.ts';
import { OPTION_ROWS } from '../../src/config/options.ts';
import { sourceNames } from '../../src/model/sourceName.ts';
import { pages } from '../../src/reference/pages.ts';
import { SETTING_RIGHTS, sourceRights } from '../../src/store/sourceRights.ts';
import { PROBLEMS } from '../../src/telemetry/problems.ts';

const root = join(import.meta.dirname, '../..');
const textOf = (path: string): string => readFileSync(join(root, path), 'utf8');
const words = (text: string): readonly string[] => text.split(' ');

/** Those that docs/from-external-dns.md speaks of. */
const flagsOfExternalDns = [
  '--always-publish-not-ready-addresses',
  '--annotation-filter',
  '--combine-fqdn-annotation',
  '--compatibility',
  '--default-targets',
  '--domain-filter',
  '--events',
  '--expose-internal-ipv6',
  '--fqdn-template',
  '--ignore-hostname-annotation',
  '--ignore-ingress-rules-spec',
  '--ignore-ingress-tls-spec',
  '--interval',
  '--label-filter',
  '--policy',
  '--publish-host-ip',
  '--publish-internal-services',
  '--resolve-service-load-balancer-hostname',
  '--rfc2136-gss-tsig',
  '--rfc2136-host',
  '--rfc2136-min-ttl',
  '--rfc2136-port',
  '--rfc2136-tsig-keyname',
  '--rfc2136-tsig-secret',
  '--service-type-filter',
  '--txt-owner-id',
];

test('the troubleshooting guide has every problem by what one sees of it, once', () => {
  const rows = [...textOf('docs/guides/troubleshooting.md').matchAll(/^\| .* \| (`.*`) \|$/gm)];
  const codes = rows.flatMap(([, list = '']) => [...list.matchAll(/`(\w+)`/g)].map(([, code = '']) => code));
  expect(codes.sort()).toEqual(Object.keys(PROBLEMS).sort());
});

/** Blocks that no test reads, and why. */
const unread = new Map([
  [
    'install.md: sh debian-cluster',
    'the package is tested with manifests; setup in a cluster by test/lan/firstSetup',
  ],
  ['install.md: sh executable', 'a download of the release, which test/package makes anew'],
  ['install.md: sh image-run', 'test/package/image runs it with an address and a key of its own'],
  ['install.md: sh helm', 'test/package/helmChart installs with values of its own'],
  ['upgrade.md: sh deb', 'test/package/debian upgrades by a version that it makes'],
  ['upgrade.md: sh helm', 'there is only one version of the chart'],
  ['routed-pods.md: sh route', 'test/lan/lan has these routes in namespaces, by addresses of its own'],
]);

test('every block of the docs that has a title is read by a test, or the reason stands here', () => {
  const tests = globSync('test/{bind,cluster,lan,package,support}/**/*.ts', { cwd: root }).map(textOf);
  const isRead = (page: string, title: string): boolean => {
    // Commands of install.md and zones of guides are found by their names alone.
    const name = title.replace(page === 'install.md' ? /^sh / : /^zone /, '');
    const guide = page.replace(/\.md$/, '');
    const reads = page === 'install.md' ? 'docCommands' : guide;
    return tests.some((text) => text.includes(reads) && text.includes(`'${name}'`));
  };
  const missed = globSync(['docs/*.md', 'docs/guides/*.md'], { cwd: root }).flatMap((path) =>
    [...textOf(path).matchAll(/^```(\S+ .+)$/gm)]
      .map(([, title = '']) => ({ page: path.replace(/.*\//, ''), title }))
      .filter(({ page, title }) => !isRead(page, title))
      .map(({ page, title }) => `${page}: ${title}`),
  );
  expect(missed.sort()).toEqual([...unread.keys()].sort());
});

test('README leads to every guide', () => {
  const missing = globSync('docs/guides/*.md', { cwd: root }).filter(
    (path) => !textOf('README.md').includes(path),
  );
  expect(missing).toEqual([]);
});

describe('a reference page', () => {
  test.each(Object.entries(pages()))(
    '%s is as the tables say, otherwise "npm run docs" makes it anew',
    (path, text) => {
      expect(textOf(path)).toBe(text);
    },
  );

  test('that nobody makes does not stand beside them', () => {
    const made = Object.keys(pages()).filter((path) => path.startsWith('docs/reference/'));
    expect(globSync('docs/reference/*', { cwd: root }).sort()).toEqual(made.sort());
  });

  test('says of every problem what to do, and leaves no fact of a moment open', () => {
    const page = textOf('docs/reference/errors.md');
    for (const code of Object.keys(PROBLEMS))
      expect(page).toMatch(new RegExp(`^\\| \`${code}\` \\| .+ \\| .+ \\|$`, 'm'));
    expect(page).not.toMatch(/undefined|\[object/);
  });
});

describe('what people read', () => {
  const written = [
    'README.md',
    'CONTRIBUTING.md',
    'CHANGELOG.md',
    ...globSync(['docs/*.md', 'docs/guides/*.md', 'config/**/*.*'], { cwd: root }),
  ].sort();

  test('has no marks of a merge', () => {
    expect(written.filter((path) => /^(?:<<<<<<<|=======|>>>>>>>)/m.test(textOf(path)))).toEqual([]);
  });

  test('names only flags that there are', () => {
    const known = new Set(OPTION_ROWS.map(([, { flag }]) => `--${flag}`));
    // Flags of other programs that stand in examples.
    const others = [
      ...flagsOfExternalDns,
      ...words(
        '--image --for --port --build --from-file --global --now --raw --minify --flatten --token --user --current --system --groups --read-only --cap-drop --network --volume --all --set --values --tests --journal --seconds-each --create-namespace --cluster-dns',
      ),
    ];
    const wrong = written.flatMap((path) =>
      [...textOf(path).matchAll(/(?<![\w-])--[a-z][a-z0-9-]+/g)]
        .map(([flag]) => flag)
        .filter((flag) => !known.has(flag) && !others.includes(flag))
        .map((flag) => `${path}: ${flag}`),
    );
    expect(wrong).toEqual([]);
  });

  test('names only commands that there are', () => {
    const wrong = written.flatMap((path) =>
      [...textOf(path).matchAll(/[`"]k8s-bind ([a-z-]+)/g)]
        .map(([, command = '']) => command)
        .filter(
          (command) => !(COMMAND_NAMES as readonly string[]).includes(command) && !command.startsWith('-'),
        )
        .map((command) => `${path}: ${command}`),
    );
    expect(wrong).toEqual([]);
  });

  test('points only at files that there are', () => {
    const wrong = written.flatMap((path) =>
      [...textOf(path).matchAll(/\]\((?!https?:)([^)#]+)/g)]
        .map(([, to = '']) => join(path, '..', to))
        .filter((to) => globSync(to, { cwd: root }).length === 0)
        .map((to) => `${path}: ${to}`),
    );
    expect(wrong).toEqual([]);
  });

  test('names only tests that there are', () => {
    const named = [...textOf('docs/tenants.md').matchAll(/\]\(\.\.\/(test\/[^)]+\.test\.ts)\): "([^"]+)"/g)];
    expect(named.length).toBeGreaterThan(10);
    const wrong = named.filter(([, file = '', name = '']) => !textOf(file).includes(name));
    expect(wrong.map(([link]) => link)).toEqual([]);
  });

  test('fits one screen where it is the README', () => {
    expect(textOf('README.md').split('\n').length).toBeLessThan(100);
  });
});

describe('an example file', () => {
  test('k8s-bind.example.yaml loads, with every line that is commented out as an example', () => {
    const example = textOf('config/k8s-bind.example.yaml');
    const uncommented = example
      .replaceAll(/^# (?=(keyFile|owner|master|namespaces|selector|reverse|ptr|notifyListen): )/gm, '')
      .replace(/^# zones:\n(#.*\n?)*/m, (block) => block.replaceAll(/^# /gm, ''));
    for (const text of [example, uncommented]) {
      const loaded = loadConfig({
        argv: ['--config', '/etc/k8s-bind/k8s-bind.yaml'],
        env: {},
        files: { read: () => text, stat: () => ({ mode: 0o600 }) },
      });
      expect(loaded).toMatchObject({ kind: 'ok' });
    }
    expect(uncommented).toContain('\nzones:\n');
  });

  test('of docs/from-external-dns.md is a configuration', () => {
    const [, text = ''] = /```yaml\n([^`]+)```/.exec(textOf('docs/from-external-dns.md')) ?? [];
    const loaded = loadConfig({
      argv: ['--config', '/etc/k8s-bind/k8s-bind.yaml'],
      env: {},
      files: { read: () => text, stat: () => ({ mode: 0o600 }) },
    });
    expect(loaded).toMatchObject({ kind: 'ok', config: { zones: [{ externalDnsAnnotations: true }] } });
  });

  test('in YAML is YAML', () => {
    // The templates of the chart are YAML only once they are filled in.
    const files = globSync(['config/**/*.yaml', 'docker/*.yaml'], { cwd: root }).filter(
      (path) => !path.includes('/templates/'),
    );
    expect(files.length).toBeGreaterThan(5);
    expect(
      files.filter((path) =>
        parseAllDocuments(textOf(path))
          .flat()
          .some(({ errors }) => errors.length > 0),
      ),
    ).toEqual([]);
  });

  test('of the rights in the cluster has those of every source and setting, and no others', () => {
    const objects = parseAllDocuments(textOf('config/kubernetes/rbac.yaml')).flat();
    const roles = objects.map((document) => document.toJS() as { kind: string; rules?: readonly object[] });
    const rules = roles.find(({ kind }) => kind === 'ClusterRole')?.rules ?? [];
    const table = [...sourceNames.flatMap(sourceRights), ...Object.values(SETTING_RIGHTS).flat()];
    const inOrder = (some: readonly object[]): readonly string[] =>
      some.map((rule) => JSON.stringify(rule, ['apiGroups', 'resources', 'resourceNames', 'verbs'])).sort();
    expect(inOrder(rules)).toEqual([...new Set(inOrder(table))]);
  });

  test('of the unit does not restart on the exit codes that need a person', () => {
    const codes = Object.values(EXIT_CODES)
      .filter(({ restart }) => restart === 'no')
      .map(({ code }) => code);
    expect(textOf('config/k8s-bind.service')).toContain(`\nRestartPreventExitStatus=${codes.join(' ')}\n`);
  });
});

describe('the picture of the house', () => {
  const picture = textOf('CONTRIBUTING.md');
  const words = new Set([...picture.matchAll(/`([^`\n]+)`/g)].map(([, word = '']) => word));

  test('has a sentence for each room', () => {
    const rooms = globSync('src/*/', { cwd: root }).map((path) =>
      path.replace(/^src\//, '').replace(/\/$/, ''),
    );
    expect(rooms.length).toBeGreaterThan(10);
    expect(rooms.filter((room) => !picture.includes(`\n| \`${room}\` | `))).toEqual([]);
  });

  test('names the inner rooms, but for the commands, which have one each', () => {
    const inner = globSync('src/*/*/', { cwd: root }).map((path) => path.split('/').slice(1, 3));
    const missing = inner.filter(
      ([room, name]) => room !== 'cli' && !words.has(`${name}`) && !words.has(`${room}/${name}`),
    );
    expect(missing).toEqual([]);
  });

  test('names only files that there are', () => {
    const files = [...words].filter((word) => /^[\w/]+\.ts$/.test(word) && !word.startsWith('test/'));
    expect(files.length).toBeGreaterThan(5);
    expect(files.filter((file) => globSync(`src/**/${file}`, { cwd: root }).length === 0)).toEqual([]);
  });
});
