import { describe, expect, test } from 'vitest';
import { config, load, problem } from './support.ts';

const FILE = '/etc/k8s-bind.yaml';
const file = (text: string) => ({ [FILE]: { text } });

describe('precedence', () => {
  const env = { K8S_BIND_ZONE: 'env.example', K8S_BIND_OWNER: 'env', K8S_BIND_CONFIG: FILE };
  const files = file('zone: file.example\nowner: file\nselector: from=file\n');

  test('a flag goes before the environment, that before the file, that before the default', () => {
    const { zone, owner, selector, server } = config({ argv: ['--zone', 'flag.example'], env, files });
    expect({ zone, owner, selector, server }).toEqual({
      zone: 'flag.example.',
      owner: 'env',
      selector: 'from=file',
      server: { transport: 'tcp', host: '127.0.0.1', port: 53 },
    });
  });

  test('a switch that the file turns on is turned off by its negation on the command line', () => {
    const given = {
      argv: ['--no-hide-empty', '--config', FILE],
      files: file('zone: a.example\nhideEmpty: true'),
    };
    expect(config(given).hideEmpty).toBe(false);
    expect(config({ ...given, argv: ['--config', FILE] }).hideEmpty).toBe(true);
  });

  test('a list on the command line replaces the list of the file', () => {
    const files = file('zone: a.example\nnamespaces: [one, two]\n');
    expect(config({ argv: ['--config', FILE], files }).namespaces).toEqual(['one', 'two']);
    expect(config({ argv: ['--config', FILE, '--namespace', 'three'], files }).namespaces).toEqual(['three']);
  });
});

describe('the command', () => {
  test.each([
    [['--zone', 'a.example'], 'run', ''],
    [['plan', '--zone', 'a.example'], 'plan', ''],
    [['export', 'hosts'], 'export', 'hosts'],
    [['export'], 'export', 'zone'],
  ])('%j is %s %s', (argv, command, argument) => {
    expect(load({ argv })).toMatchObject({ kind: 'ok', command, config: { argument } });
  });

  test('that nobody knows is named, with the one that was perhaps meant', () => {
    expect(problem({ argv: ['plna'] })).toBe(
      '2: Cannot run "plna": found no such command, did you mean "plan"?',
    );
  });

  test('takes no flag of another command', () => {
    expect(problem({ argv: ['plan', '--zone', 'a.example', '--port', '5'] })).toBe(
      '2: Cannot use --port with "plan": found a flag of demo, needed none of these',
    );
  });

  test('may find options of other commands in the file and the environment', () => {
    const given = {
      argv: ['status', '--config', FILE],
      env: { K8S_BIND_ZONE: 'a.example' },
      files: file('once: true'),
    };
    expect(load(given).kind).toBe('ok');
  });

  test('that needs a zone says so', () => {
    expect(problem({ argv: ['check'] })).toBe(
      '2: Cannot check: found no zone, needed --zone NAME (such as --zone k8s.example.)',
    );
  });
});

describe('zones', () => {
  const files = file(
    [
      'ttl: 10',
      'zones:',
      '  - zone: a.example',
      '    server: 127.0.0.2:5300',
      '  - zone: B.example.',
      '    ttl: endpoints=1',
      '    names:',
      "      - template: '{service}.{namespace}.b.example'",
      '        ttl: 7',
    ].join('\n'),
  );

  test('each have their own settings, and those of the whole file otherwise', () => {
    const { zones } = config({ argv: ['--config', FILE], files });
    expect(zones.map(({ zone, server, ttl, names }) => [zone, server.port, ttl, names])).toEqual([
      ['a.example.', 5300, [{ of: 'all', ttlSeconds: 10 }], []],
      [
        'b.example.',
        53,
        [{ of: 'endpoints', ttlSeconds: 1 }],
        [{ template: '{service}.{namespace}.b.example', ttlSeconds: 7 }],
      ],
    ]);
  });

  test('are only those of --zone when it is given', () => {
    const { zones } = config({ argv: ['--config', FILE, '--zone', 'B.example'], files });
    expect(zones.map(({ zone }) => zone)).toEqual(['b.example.']);
  });

  test('that the file does not have are not made up', () => {
    expect(problem({ argv: ['--config', FILE, '--zone', 'c.example'], files })).toBe(
      '2: Cannot use --zone "c.example": found a.example., b.example. in the file, needed one of these',
    );
  });

  test('are one entry for --zone alone', () => {
    const { zones } = config({ argv: ['--zone', 'a.example'] });
    expect(zones.map(({ zone }) => zone)).toEqual(['a.example.']);
  });

  test('have names of Services or of imports below svc, not of both', () => {
    expect(problem({ argv: ['--zone', 'a.example', '--source', 'service,import'] })).toBe(
      '2: Cannot use zone "a.example.": found --source service and import, needed one of them: both have the names below svc',
    );
  });

  test('may not be written twice by one key', () => {
    const twice = file('zones: [{zone: a.example}, {zone: a.example}]');
    expect(problem({ argv: ['--config', FILE], files: twice })).toBe(
      '2: Cannot use zone "a.example.": found it twice with one server and key, needed it once',
    );
  });

  describe('of one name', () => {
    const twoViews = (external: string): ReturnType<typeof file> =>
      file(`zones: [{zone: a.example, view: internal, keyFile: /one.key}, ${external}]`);
    const keyFiles = { '/one.key': { text: '', mode: 0o100600 }, '/two.key': { text: '', mode: 0o100600 } };
    const external = '{zone: a.example, view: external, keyFile: /two.key}';
    const at = (text: string, ...argv: readonly string[]) => ({
      argv: ['--config', FILE, ...argv],
      files: { ...twoViews(text), ...keyFiles },
    });

    test('are told apart by their views, and chosen by them', () => {
      const seen = (given: Parameters<typeof config>[0]) =>
        config(given).zones.map(({ zone, view, keyFile }) => `${zone} ${view} ${keyFile}`);
      const both = ['a.example. internal /one.key', 'a.example. external /two.key'];
      expect(seen(at(external))).toEqual(both);
      expect(seen(at(external, '--zone', 'a.example'))).toEqual(both);
      expect(seen(at(external, '--view', 'external'))).toEqual([both[1]]);
      expect(seen({ ...at(external), env: { K8S_BIND_VIEW: 'internal' } })).toEqual([both[0]]);
      expect(problem(at(external, '--view', 'dmz'))).toBe(
        '2: Cannot use --view "dmz": found internal, external in the file, needed one of these',
      );
      expect(problem(at('{zone: b.example}', '--zone', 'b.example', '--view', 'internal'))).toBe(
        '2: Cannot use --view "internal": found no view in the file, needed one of these',
      );
    });

    test('need names for their views, and each its own', () => {
      expect(problem(at('{zone: a.example, keyFile: /two.key}'))).toBe(
        '2: Cannot use zone "a.example.": found it twice, needed a name in each entry that tells them apart, such as "view: internal" and "view: external"',
      );
      expect(problem(at('{zone: a.example, view: internal, keyFile: /two.key}'))).toBe(
        '2: Cannot use zone "a.example.": found its view "internal" twice, needed another name for each',
      );
    });

    test('by one key of one server are one zone, whatever their views are called', () => {
      expect(problem(at('{zone: a.example, view: external, keyFile: /one.key}'))).toBe(
        '2: Cannot use zone "a.example.": found it twice with one server and key, needed it once',
      );
      const elsewhere = '{zone: a.example, view: external, server: 192.0.2.1, keyFile: /one.key}';
      expect(config(at(elsewhere)).zones).toHaveLength(2);
    });

    test('have views whose names can stand in a claim and in a label', () => {
      expect(problem({ argv: ['--zone', 'a.example', '--view', 'in"side'] })).toContain(
        'Cannot use --view "in"side": found ',
      );
    });
  });

  test('have networks of which something is left', () => {
    const { zones } = config({
      argv: ['--zone', 'a.example', '--network', '10.0.0.0/8,FD00::/8', '--exclude-network', '10.1.0.0/16'],
    });
    expect(zones[0]).toMatchObject({
      networks: ['10.0.0.0/8', 'fd00::/8'],
      excludeNetworks: ['10.1.0.0/16'],
    });
    expect(
      problem({
        argv: ['--zone', 'a.example', '--network', '10.1.0.0/16', '--exclude-network', '10.0.0.0/8'],
      }),
    ).toBe(
      '2: Cannot use zone "a.example.": found --network 10.1.0.0/16 within an --exclude-network, needed one that leaves addresses',
    );
    expect(problem({ argv: ['--zone', 'a.example', '--network', '10.0.0.1/8'] })).toBe(
      '2: Cannot use --network "10.0.0.1/8": found bits of the address beyond /8, needed 10.0.0.0/8',
    );
  });

  test('may be subtrees of a larger one, of which several may be kept', () => {
    const { zones } = config({ argv: ['--zone', 'Example.com', '--below', 'K8s.lab'] });
    expect(zones.map(({ zone }) => zone)).toEqual(['k8s.lab.example.com.']);
    const two = file('zones: [{zone: example.com, below: a}, {zone: example.com, below: b}]');
    expect(config({ argv: ['--config', FILE], files: two }).zones.map(({ zone }) => zone)).toEqual([
      'a.example.com.',
      'b.example.com.',
    ]);
    const long = `${'a'.repeat(60)}.${'b'.repeat(60)}.${'c'.repeat(60)}`;
    expect(load({ argv: ['--zone', `${long}.example`, '--below', long] })).toMatchObject({
      kind: 'problem',
      line: expect.stringContaining('found more than 255 octets with --below'),
    });
  });
});

describe('a wrong file', () => {
  test.each([
    [
      'zone: a.example\nserver: a_b!\n',
      'Cannot use server "a_b!" in /etc/k8s-bind.yaml line 2: found no valid host, needed HOST[:PORT]',
    ],
    [
      'zone: a.example\nsever: x\n',
      'Cannot use sever in /etc/k8s-bind.yaml line 2: found no such key, did you mean "server"?',
    ],
    [
      'zone: a.example\nzone: b.example\n',
      'Cannot read "/etc/k8s-bind.yaml" line 2: found "Map keys must be unique", needed valid YAML',
    ],
    ['- zone\n', 'Cannot read "/etc/k8s-bind.yaml" line 1: found no map, needed "key: value"'],
    ['zone: [a, b]\n', 'Cannot use zone in /etc/k8s-bind.yaml line 1: found several values, needed one'],
    [
      'zone:\n',
      'Cannot use zone "" in /etc/k8s-bind.yaml line 1: found nothing, needed a domain name such as k8s.example.',
    ],
    [
      "zone: a.example\nnames:\n  - template: '{service}.x'\n    tll: 3\n",
      'Cannot use names[0].tll in /etc/k8s-bind.yaml line 4: found no such key, did you mean "ttl"?',
    ],
    [
      'zone: a.example\nallow:\n  - namespaces: [default]\n',
      'Cannot use allow[0].names in /etc/k8s-bind.yaml line 3: found no list, needed one',
    ],
    [
      'zone: a.example\ningress:\n  - class: a\n',
      'Cannot use ingress[0] in /etc/k8s-bind.yaml line 3: found neither from nor addresses, needed one of them',
    ],
    [
      'zone: a.example\ningress: [{ class: a, from: service a/b, addresses: [192.0.2.1] }]\n',
      'Cannot use ingress[0] in /etc/k8s-bind.yaml line 2: found both from and addresses, needed one of them',
    ],
    [
      'zone: a.example\ningress: [{ class: a, from: kube-system/traefik }]\n',
      'Cannot use ingress[0].from "kube-system/traefik" in /etc/k8s-bind.yaml line 2: found another form, needed "service NAMESPACE/NAME"',
    ],
    [
      'zone: a.example\ningress: [{ class: a, addresses: [lb.example.net] }]\n',
      'Cannot use ingress[0].addresses[0] "lb.example.net" in /etc/k8s-bind.yaml line 2: found no IP address, needed one such as 192.0.2.10 or 2001:db8::10',
    ],
    [
      'zone: a.example\ningress:\n  - { class: a, adresses: [192.0.2.1] }\n',
      'Cannot use ingress[0].adresses in /etc/k8s-bind.yaml line 3: found no such key, did you mean "addresses"?',
    ],
    [
      'zone: a.example\nsources: ingress\ningress: [{ class: a, addresses: [192.0.2.1] }, { class: a, from: service a/b }]\n',
      'Cannot use zone "a.example.": found two ingress rules for class "a", needed one',
    ],
    [
      'zone: a.example\ningress: [{ class: a, addresses: [192.0.2.1] }]\n',
      'Cannot use ingress: found no zone that has names of Ingresses, needed --source ingress',
    ],
    [
      'zones:\n  - zone: a.example\n  - zone: b..example\n',
      'Cannot use zones[1].zone "b..example" in /etc/k8s-bind.yaml line 3: found an empty label, every label needs at least one character',
    ],
    [
      'zones:\n  - zone: a.example\n    logLevel: debug\n',
      'Cannot use zones[0].logLevel in /etc/k8s-bind.yaml line 3: found no such key, see docs/reference/options.md',
    ],
    [
      'zones:\n  - ttl: 3\n',
      'Cannot use zones[0] in /etc/k8s-bind.yaml line 2: found no key "zone", needed "- zone: k8s.example."',
    ],
    [
      'zone: a.example\nkeyFile: no.key\n',
      'Cannot use keyFile "/etc/no.key" in /etc/k8s-bind.yaml line 2: found no such file, needed one that exists',
    ],
  ])('%j is reported with key and line', (text, line) => {
    expect(problem({ argv: ['--config', FILE], files: file(text) })).toBe(`2: ${line}`);
  });

  test('that is nested too deep for the parser is reported', () => {
    const files = file(`{${'"zone":'.repeat(10_000)}]`);
    expect(problem({ argv: ['--config', FILE], files })).toBe(
      '2: Cannot read "/etc/k8s-bind.yaml": found lists or maps nested too deep, needed options',
    );
  });

  test('in which aliases stand for each other without an end, or for millions of values, is reported', () => {
    const lists = ['owner', 'selector', 'server', 'ttl', 'view', 'below', 'networks'].map(
      (key, at, keys) => `${key}: &${key} [${`*${keys[at - 1] ?? 'list'}, `.repeat(9)}]\n`,
    );
    for (const text of ['names: &a [*a]\n', 'names: &a {template: *a}\n', `zone: &list a\n${lists.join('')}`])
      expect(problem({ argv: ['--config', FILE], files: file(text) })).toBe(
        '2: Cannot read "/etc/k8s-bind.yaml": found aliases that stand for more than 1,000 values, needed them written out',
      );
  });

  test('with many thousand keys is read in the time that its length needs', () => {
    const files = file(Array.from({ length: 40_000 }, (_, at) => `a${at}: x\n`).join(''));
    const started = process.cpuUsage().user;
    expect(problem({ argv: ['--config', FILE], files })).toContain('found no such key');
    expect(process.cpuUsage().user - started).toBeLessThan(5_000_000);
  });

  test('with a long value is reported in a line that one can read', () => {
    const files = file(`zone: ${'a'.repeat(10_000)}\n`);
    expect(problem({ argv: ['--config', FILE], files }).length).toBeLessThan(2_100);
  });

  test('that is not there is reported', () => {
    expect(problem({ argv: ['--config', '/nope.yaml', '--zone', 'a.example'] })).toBe(
      '2: Cannot use --config "/nope.yaml": found no such file, needed one that exists',
    );
  });
});

describe('the environment', () => {
  test('of a pod beside a Service named k8s-bind is not taken for options', () => {
    const env = {
      K8S_BIND_SERVICE_HOST: '10.0.0.1',
      K8S_BIND_SERVICE_PORT_METRICS: '9353',
      K8S_BIND_PORT: 'tcp://10.0.0.1:9353',
      K8S_BIND_PORT_9353_TCP_ADDR: '10.0.0.1',
      K8S_BIND_METRICS_SERVICE_HOST: '10.0.0.2',
      K8S_BIND_ZONE: 'a.example',
    };
    expect(config({ env }).zone).toBe('a.example.');
  });

  test('with a variable that is no option is refused', () => {
    expect(problem({ env: { K8S_BIND_ZON: 'a.example' } })).toBe(
      '2: Cannot use K8S_BIND_ZON: found no option with this variable, did you mean "K8S_BIND_ZONE"?',
    );
  });

  test('is named in a message, without the value of a secret', () => {
    const env = {
      K8S_BIND_ZONE: 'a.example',
      K8S_BIND_TSIG_KEY_NAME: 'k',
      K8S_BIND_TSIG_SECRET: 'not base64',
    };
    expect(problem({ env })).toBe(
      '2: Cannot use K8S_BIND_TSIG_SECRET: found no padded base64, needed the secret as tsig-keygen prints it',
    );
  });
});

describe('flags', () => {
  test.each([
    [['--zoen', 'x'], 'Cannot use --zoen: found no such flag, did you mean "--zone"?'],
    [['--zone'], 'Cannot use --zone: found no value, needed NAME'],
    [['--zone', '--once'], 'Cannot use --zone: found no value, needed NAME'],
    [['--zone', 'a', '--zone', 'b'], 'Cannot use --zone "b": found it twice, needed one value'],
    [['why'], 'Cannot run "why": found no NAME, needed k8s-bind why NAME [TYPE]'],
    [['why', 'a', 'A', 'b'], 'Cannot use "b": found more words than k8s-bind why NAME [TYPE] takes'],
    [['run', 'x', '--zone', 'a'], 'Cannot use "x": found an argument that run does not take, needed flags'],
    [['export', 'xml'], 'Cannot export "xml": found no such form, needed zone, hosts, json or env'],
    [
      ['--zone', 'a', '--manifests', '/m', '--master', 'http://localhost:8080'],
      'Cannot use --manifests "/m": found no such file, needed one that exists',
    ],
    [
      ['--zone', 'a', '--tsig-secret', 'c2VjcmV0IG9mIDE2IG8='],
      'Cannot use zone "a.": found half of a TSIG key, needed --tsig-key-name too',
    ],
    [
      ['--zone', 'a', '--tsig-key-name', 'k'],
      'Cannot use zone "a.": found half of a TSIG key, needed --tsig-secret too',
    ],
    [
      ['--zone', 'a', '--min-ttl', '1h', '--max-ttl', '1m'],
      'Cannot use zone "a.": found --min-ttl 3600s and --max-ttl 60s, needed the smaller one first',
    ],
    [
      ['--zone', 'a', '--tls-server-name', 'n'],
      'Cannot use zone "a.": found TLS options and a server without TLS, needed --server tls://HOST',
    ],
  ])('%j: %s', (argv, line) => {
    expect(problem({ argv })).toBe(`2: ${line}`);
  });

  test('of one source of Services exclude those of the other', () => {
    const argv = ['--zone', 'a', '--manifests', '-', '--master', 'http://localhost:8080'];
    expect(problem({ argv })).toBe(
      '2: Cannot use --manifests "-": found "http://localhost:8080" for a cluster too, needed one source of Services',
    );
  });

  test('of a list may be repeated and separated by commas, and be empty', () => {
    const { namespaces, shortNames } = config({
      argv: ['--zone', 'a', '--namespace', 'x', '--namespace', 'y,z', '--short-names', ''],
    });
    expect({ namespaces, shortNames }).toEqual({ namespaces: ['x', 'y', 'z'], shortNames: [] });
  });

  test('of short names is none where the zone is the domain of the cluster, and nobody said otherwise', () => {
    const shortNames = (...argv: string[]) => config({ argv }).zones.map((zone) => zone.shortNames);
    expect(shortNames('--zone', 'k8s.example')).toEqual([['default']]);
    expect(shortNames('--zone', 'Cluster.Local')).toEqual([[]]);
    expect(shortNames('--zone', 'cluster.local', '--short-names', 'default')).toEqual([['default']]);
    expect(shortNames('--zone', 'k8s.example', '--cluster-domain', 'k8s.example')).toEqual([[]]);
    expect(shortNames('--zone', 'cluster.local', '--cluster-domain', 'k8s.example')).toEqual([['default']]);
    expect(shortNames('--zone', 'example', '--below', 'k8s', '--cluster-domain', 'k8s.example')).toEqual([
      [],
    ]);
    const zones = `clusterDomain: k8s.example
zones: [{zone: k8s.example}, {zone: lan.example}, {zone: cluster.local, shortNames: [shop]}]`;
    const all = config({ argv: ['--config', FILE], files: file(zones) }).zones;
    expect(all.map((zone) => zone.shortNames)).toEqual([[], ['default'], ['shop']]);
    const everywhere = config({
      argv: ['--config', FILE],
      files: file(`shortNames: [shop]\n${zones}`),
    }).zones;
    expect(everywhere.map((zone) => zone.shortNames)).toEqual([['shop'], ['shop'], ['shop']]);
    const env = { K8S_BIND_SHORT_NAMES: 'shop', K8S_BIND_ZONE: 'cluster.local' };
    expect(config({ env }).zones[0]?.shortNames).toEqual(['shop']);
  });

  test('--help goes before everything else that is wrong with the values', () => {
    expect(load({ argv: ['--zone', '..', '--help'] }).kind).toBe('help');
    expect(load({ argv: ['--version', '--zone', '..'] }).kind).toBe('version');
  });

  test.each([['-h'], ['help'], ['help', 'plan'], ['plan', '-h'], ['--zone', '..', '-h']])(
    'the short form "%s" asks for help',
    (...argv) => {
      const about = argv.includes('plan') ? 'k8s-bind plan --zone NAME' : 'k8s-bind keeps a zone';
      expect(load({ argv })).toMatchObject({ kind: 'help', text: expect.stringContaining(about) });
    },
  );

  test.each([['-V'], ['version'], ['plan', '-V']])('the short form "%s" asks for the version', (...argv) => {
    expect(load({ argv }).kind).toBe('version');
  });

  test('help on a command that there is not names those that there are', () => {
    expect(problem({ argv: ['help', 'polish'] })).toContain('Cannot run "polish": found no such command');
  });

  test('what was typed wrong is named before a default that cannot be used', () => {
    const open = { '/run/named/session.key': { text: 'key', mode: 0o100644 } };
    const typed = { argv: ['plan', '--zone', 'a.example', '--ttl', 'x'], files: open };
    expect(problem(typed)).toContain('Cannot use --ttl "x"');
    expect(problem({ argv: ['plan'], files: open })).toContain('Cannot plan: found no zone');
    const right = { argv: ['plan', '--zone', 'a.example'], files: open };
    expect(problem(right)).toContain('Cannot use --key-file "/run/named/session.key": found mode 0644');
  });
});

describe('a key file', () => {
  const argv = ['--zone', 'a.example', '--key-file', '/key'];
  const withMode = (mode: number) => ({ argv, files: { '/key': { text: 'key', mode } } });

  test.each([0o100644, 0o100604, 0o100606])('that everyone may read (mode %o) is refused', (mode) => {
    const octal = (mode & 0o777).toString(8);
    expect(problem(withMode(mode))).toBe(
      `2: Cannot use --key-file "/key": found mode 0${octal}, so everyone may read it, needed 0600 or 0640 (chmod o-rwx /key)`,
    );
  });

  test.each([0o100600, 0o100640, 0o100400])('with mode %o is taken', (mode) => {
    expect(config(withMode(mode)).zones[0]?.keyFile).toBe('/key');
  });

  test('may hold several keys, of which the name chooses one', () => {
    const [zone] = config({ ...withMode(0o100600), argv: [...argv, '--tsig-key-name', 'k8s-bind'] }).zones;
    expect(zone).toMatchObject({ keyFile: '/key', tsigKeyName: 'k8s-bind.', tsigSecret: undefined });
  });

  test('is not looked at by commands that do not sign', () => {
    expect(load({ argv: ['export'], env: { K8S_BIND_KEY_FILE: '/nope' } }).kind).toBe('ok');
  });

  test('is not looked at where the key comes by name and secret', () => {
    const env = { K8S_BIND_TSIG_KEY_NAME: 'k.', K8S_BIND_TSIG_SECRET: 'AAAA', K8S_BIND_ZONE: 'a' };
    expect(load({ env, files: { '/run/named/session.key': { text: '', mode: 0o644 } } }).kind).toBe('ok');
  });
});

describe('render', () => {
  const entry =
    '  - { template: a.liquid, output: /out/a.conf, check: nginx -t, reload: "systemctl reload nginx" }\n';
  const file = (text: string) => ({ '/etc/k/k.yaml': { text: `zone: k8s.example.\nrender:\n${text}` } });

  test('has paths that are relative to the file, and commands in words', () => {
    const { render } = config({ argv: ['--config', '/etc/k/k.yaml'], files: file(entry) });
    expect(render).toEqual([
      {
        template: '/etc/k/a.liquid',
        output: '/out/a.conf',
        check: ['nginx', '-t'],
        reload: ['systemctl', 'reload', 'nginx'],
      },
    ]);
  });

  test.each([
    [entry + entry, 'Cannot use render: found two entries with the output "/out/a.conf", needed one'],
    ['  - { template: a, output: b, relaod: c }\n', 'found no such key, did you mean "reload"?'],
    ['  - { template: a, output: b, check: "x \'y" }\n', 'found a quote or backslash that nothing follows'],
    ['  - { template: a }\n', 'found nothing, needed a value'],
  ])('%j is a mistake', (text, line) => {
    expect(problem({ argv: ['--config', '/etc/k/k.yaml'], files: file(text) })).toContain(line);
  });

  test('takes --output as a file, where other commands take it as a form', () => {
    const files = { 't.liquid': { text: 'x' } };
    const both = config({ argv: ['render', '--template', 't.liquid', '--output', 'json'], files });
    expect([both.renderOutput, both.output]).toEqual(['json', 'text']);
    expect(problem({ argv: ['render', '--output', 'x'] })).toContain('needed --template FILE too');
    expect(problem({ argv: ['plan', '--output', 'x', '--zone', 'k8s.example.'] })).toContain(
      'needed text, json or yaml',
    );
  });
});
