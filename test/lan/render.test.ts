import { appendFile, cp, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { builtProgram } from '../support/buildProgram.ts';
import { runCli } from '../support/cli.ts';
import { freePort } from '../support/freePort.ts';
import { guideBlock, guideBlocks } from '../support/guideBlock.ts';
import { type Named, startNamed } from '../support/named.ts';
import { type RunningProcess, run, startProcess, toolPath, whenReady } from '../support/process.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';
import { verifyUnits } from '../support/verifyUnits.ts';
import { waitFor } from '../support/waitFor.ts';
import { askedOfPod, type RealPod, startRealPod } from './realPod.ts';
import { startLoad } from './steadyLoad.ts';

const guide = 'nginx.md';
const parts = new AsyncDisposableStack();
let folder: string;
let named: Named;
let podPort: number;
let upstreamPort: number;
let namesPort: number;
let daemon: RunningProcess;

/** The place of the guide's files, and of the programs that its commands name. */
const at = (name: string): string => join(folder, name);

/** What the guide says, in the places of this test. */
const here = (text: string): string =>
  text
    .replaceAll('/usr/share/doc/k8s-bind/examples/render/', `${folder}/render/`)
    .replaceAll('/etc/nginx/conf.d/', `${folder}/conf.d/`)
    .replaceAll('/etc/haproxy/', `${folder}/haproxy/`);

const pods = new Map<string, RealPod>();

const startPod = async (address: string): Promise<void> => {
  pods.set(address, parts.use(await startRealPod(address, podPort)));
};

const askedOf = (address: string): Promise<number> => askedOfPod(address, podPort);

/** Written whole, as kubectl or a mounted ConfigMap would do it. */
const writeManifests = async (): Promise<void> => {
  const endpoints = [...pods.values()].map(({ address, ready }) => ({
    addresses: [address],
    conditions: { ready },
  }));
  const items = [
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'webapp', namespace: 'default' },
      spec: { clusterIP: '10.96.0.80', ports: [{ port: 80 }] },
    },
    {
      kind: 'EndpointSlice',
      apiVersion: 'discovery.k8s.io/v1',
      metadata: {
        name: 'webapp-1',
        namespace: 'default',
        labels: { 'kubernetes.io/service-name': 'webapp' },
      },
      addressType: 'IPv4',
      ports: [{ port: podPort }],
      endpoints,
    },
    // A neighbour without endpoints, and one with text that would like to be configuration.
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'idle', namespace: 'default' },
      spec: { clusterIP: '10.96.0.81', ports: [{ port: 80 }] },
    },
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: {
        name: 'hostile',
        namespace: 'tenant',
        annotations: { team: '"; } include /etc/shadow; #' },
      },
      spec: { clusterIP: '10.96.0.82', ports: [{ port: 80 }, { port: 80, name: 'u', protocol: 'UDP' }] },
    },
  ];
  await writeFile(at('manifests.new'), JSON.stringify({ apiVersion: 'v1', kind: 'List', items }));
  await rename(at('manifests.new'), at('manifests/cluster.json'));
};

const upstreams = (): Promise<string> => readFile(at('conf.d/k8s-upstreams.conf'), 'utf8');
const reloads = async (): Promise<number> => (await readFile(at('reloads'), 'utf8')).split('\n').length - 1;

/** Waits until the file has just these pods, and the reload for it is over. */
const rendered = (expected: readonly string[]): Promise<unknown> =>
  waitFor(
    `upstreams of ${expected.join()}`,
    async () => {
      const found = [...(await upstreams()).matchAll(/server (127\.0\.1\.\d+):/g)].map(
        ([, address]) => address,
      );
      const isProven = await readFile(at('conf.d/.k8s-upstreams.conf.k8s-bind-before')).then(
        () => false,
        () => true,
      );
      return isProven ? found.join() : '';
    },
    { until: (found) => found === expected.join() },
  );

/** Waits until a pod is asked by nobody any more: workers from before the reload may still have requests. */
const leftAlone = (address: string): Promise<unknown> => {
  let before = -1;
  return waitFor(
    `${address} is left alone`,
    async () => {
      const asked = await askedOf(address);
      const isQuiet = asked === before;
      before = asked;
      return isQuiet;
    },
    { intervalMs: 500 },
  );
};

beforeAll(async () => {
  folder = parts.use(await temporaryFolder('render')).path;
  for (const name of ['manifests', 'conf.d', 'bin', 'haproxy', 'temp']) await mkdir(at(name));
  await cp(join(import.meta.dirname, '../../config/render'), at('render'), { recursive: true });
  [podPort, upstreamPort, namesPort] = [await freePort(), await freePort(), await freePort()];
  named = parts.use(await startNamed());
  // The commands of the guide, for the nginx of this test.
  const nginx = `nginx -e ${folder}/error.log -p ${folder} -c ${folder}/nginx.conf`;
  const script = (name: string, text: string): Promise<void> =>
    writeFile(at(`bin/${name}`), `#!/bin/sh\nPATH="${toolPath}"\n${text}\n`, { mode: 0o755 });
  await script('nginx', `exec ${nginx} "$@"`);
  await script(
    'systemctl',
    `test "$*" = "reload nginx" && ${nginx} -s reload && echo "$*" >> ${folder}/reloads`,
  );
  await script(
    'k8s-bind',
    `PATH="${folder}/bin:$PATH" exec ${process.execPath} --no-warnings ${builtProgram} "$@" --manifests ${folder}/manifests`,
  );
  await writeFile(at('reloads'), '');
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (kind) => `${kind}_temp_path temp/${kind};`,
  );
  const names = guideBlock(guide, 'nginx names')
    .replace('listen 80', `listen 127.0.0.1:${namesPort}`)
    .replace('resolver 127.0.0.1 ', `resolver 127.0.0.1:${named.port} `)
    .replace(':8080', `:${podPort}`);
  const server = guideBlock(guide, 'nginx upstream').replace('listen 80', `listen 127.0.0.1:${upstreamPort}`);
  await writeFile(
    at('nginx.conf'),
    `daemon off; user root; worker_processes 2; pid nginx.pid; error_log ${folder}/error.log warn;
events { worker_connections 512; }
http { access_log off; ${temporary.join(' ')} include conf.d/*.conf; ${server} ${names} }
`,
  );
  for (const address of ['127.0.1.1', '127.0.1.2', '127.0.1.3']) await startPod(address);
  await writeManifests();
  // The first time nginx has never run: without the reload of the guide's command.
  const first = here(guideBlock(guide, 'sh render')).replace(/ --reload '.*'/, '');
  expect(await run(['sh', '-ec', `PATH="${folder}/bin:$PATH"\n${first}`])).toContain('written');
  const nginxProcess = parts.use(startProcess([at('bin/nginx')]));
  await whenReady(
    'nginx answers',
    nginxProcess,
    async () => (await fetch(`http://127.0.0.1:${upstreamPort}/`)).ok,
  );
  await writeFile(
    at('k8s-bind.yaml'),
    `${here(guideBlock(guide, 'yaml k8s-bind.yaml'))}server: 127.0.0.1:${named.port}\nkeyFile: ${named.key().file}\nowner: test\n`,
  );
  daemon = parts.use(startProcess([at('bin/k8s-bind'), 'run', '--config', at('k8s-bind.yaml')]));
  await whenReady('BIND has the name', daemon, async () => (await addresses()).length === 3);
  await rendered(['127.0.1.1', '127.0.1.2', '127.0.1.3']);
});
afterAll(() => parts.disposeAsync());

const addresses = async (): Promise<readonly string[]> =>
  (await named.dig('webapp.k8s.example', 'A', '+short')).split('\n').filter(Boolean).sort();

/** Three pods that are ready, whatever a test before has left. */
beforeEach(async () => {
  for (const address of ['127.0.1.1', '127.0.1.2', '127.0.1.3']) {
    const pod = pods.get(address);
    if (pod?.process.isRunning() === true) pod.ready = true;
    else await startPod(address);
  }
  for (const address of pods.keys()) if (!/\.[123]$/.test(address)) pods.delete(address);
  await writeManifests();
  await rendered(['127.0.1.1', '127.0.1.2', '127.0.1.3']);
});

/** As Kubernetes does it: not ready first, then it is ended, then it is gone. */
const retire = async (address: string, expected: readonly string[]): Promise<void> => {
  const pod = pods.get(address);
  if (pod === undefined) throw new Error(`Cannot retire ${address}: found no such pod`);
  pod.ready = false;
  await writeManifests();
  await rendered(expected);
  await waitFor('BIND is without it', async () => !(await addresses()).includes(address));
  await leftAlone(address);
  await pod.process.stop();
  pods.delete(address);
  await writeManifests();
};

test('the guide has the blocks that are run here, and its unit is one', async () => {
  expect(guideBlocks(guide)).toEqual([
    'sh render',
    'nginx upstream',
    'yaml k8s-bind.yaml',
    'ini k8s-bind-render.service',
    'sh haproxy',
    'nginx names',
  ]);
  await mkdir(at('units'));
  const unit = guideBlock(guide, 'ini k8s-bind-render.service');
  await writeFile(at('units/k8s-bind-render.service'), unit);
  expect(await verifyUnits(at('units'))).toBe('');
});

test('by upstreams no request fails while pods come and go, and when one dies at most its own', async () => {
  await using load = startLoad(upstreamPort);
  await load.after(200);
  expect(load.last(100)).toEqual(['127.0.1.1', '127.0.1.2', '127.0.1.3']);
  await startPod('127.0.1.4');
  await startPod('127.0.1.5');
  await writeManifests();
  await rendered(['127.0.1.1', '127.0.1.2', '127.0.1.3', '127.0.1.4', '127.0.1.5']);
  await waitFor('the new ones answer', () => load.last(100).length === 5);
  await retire('127.0.1.1', ['127.0.1.2', '127.0.1.3', '127.0.1.4', '127.0.1.5']);
  await retire('127.0.1.2', ['127.0.1.3', '127.0.1.4', '127.0.1.5']);
  await load.after(200);
  expect(load.failures()).toEqual([]);
  expect(load.last(100)).toEqual(['127.0.1.3', '127.0.1.4', '127.0.1.5']);
  // Nobody knows yet that this one is dead.
  await pods.get('127.0.1.3')?.process.kill();
  await load.after(400);
  expect(load.failures().length).toBeLessThanOrEqual(8);
  const died = load.failures().length;
  expect(load.last(100)).toEqual(['127.0.1.4', '127.0.1.5']);
  pods.delete('127.0.1.3');
  await writeManifests();
  await rendered(['127.0.1.4', '127.0.1.5']);
  await load.after(200);
  expect(load.failures().length).toBe(died);
  expect(load.answers()).toBeGreaterThan(1_000);
  console.info(`${load.answers()} answers, ${died} failures when a pod died, ${await reloads()} reloads`);
});

test('many changes are few reloads, and the same content is none', async () => {
  const before = await reloads();
  const pod = pods.get('127.0.1.2');
  for (let count = 0; count < 40; count += 1) {
    if (pod !== undefined) pod.ready = count % 2 === 0;
    await writeManifests();
    await pause(25);
  }
  await rendered(['127.0.1.1', '127.0.1.3']);
  const after = await reloads();
  expect(after - before).toBeGreaterThanOrEqual(1);
  expect(after - before).toBeLessThanOrEqual(3);
  await appendFile(at('manifests/cluster.json'), '\n');
  await pause(1_000);
  expect(await reloads()).toBe(after);
});

test('a template that nginx refuses leaves the old file and the requests alone, and is one line', async () => {
  await using load = startLoad(upstreamPort);
  const template = at('render/nginx-upstreams.conf.liquid');
  const good = await readFile(template, 'utf8');
  const before = await upstreams();
  const [reloadsBefore, linesBefore] = [await reloads(), lines(/Cannot use the new/)];
  await writeFile(template, `${good}\nupstream broken {\n`);
  await waitFor('the line', () => lines(/Cannot use the new/) > linesBefore);
  expect(lastLine(/Cannot use the new/)).toMatch(
    /"nginx -t" refuses it \(exit code 1: .*unexpected end of file.*k8s-upstreams\.conf:\d+/,
  );
  expect(await upstreams()).toBe(before);
  await load.after(200);
  expect(await reloads()).toBe(reloadsBefore);
  // It is tried again, in silence.
  await pause(3_000);
  expect(lines(/Cannot use the new/)).toBe(linesBefore + 1);
  await writeFile(template, `${good}\n# mended\n`);
  await waitFor('the mended one', async () => (await upstreams()).includes('# mended'));
  await writeFile(template, good);
  await waitFor('the first one again', async () => (await upstreams()) === before);
  expect(load.failures()).toEqual([]);
});

const logLines = (pattern: RegExp): readonly string[] =>
  daemon
    .logs()
    .split('\n')
    .filter((line) => pattern.test(line));
const lines = (pattern: RegExp): number => logLines(pattern).length;
const lastLine = (pattern: RegExp): string =>
  (JSON.parse(logLines(pattern).at(-1) ?? '{}') as { message: string }).message;

test('by name no request fails while pods come and go', async () => {
  await using load = startLoad(namesPort);
  await load.after(200);
  expect(load.last(100)).toEqual(['127.0.1.1', '127.0.1.2', '127.0.1.3']);
  await startPod('127.0.1.4');
  await writeManifests();
  await waitFor('the new one answers', () => load.last(100).length === 4);
  await retire('127.0.1.1', ['127.0.1.2', '127.0.1.3', '127.0.1.4']);
  await retire('127.0.1.2', ['127.0.1.3', '127.0.1.4']);
  await load.after(300);
  expect(load.failures()).toEqual([]);
  expect(load.last(100)).toEqual(['127.0.1.3', '127.0.1.4']);
  console.info(`${load.answers()} answers by name`);
});

test('a full disk leaves the old file whole', async () => {
  await mkdir(at('full'));
  await run(['mount', '-t', 'tmpfs', '-o', 'size=16k', 'tmpfs', at('full')]);
  try {
    const output = at('full/out.conf');
    await writeFile(at('small.liquid'), 'small\n');
    await writeFile(at('large.liquid'), '{% for i in (1..9000) %}a line {{ i }}\n{% endfor %}');
    const make = (template: string) =>
      runCli([
        'render',
        '--once',
        '--manifests',
        at('manifests'),
        '--template',
        at(template),
        '--output',
        output,
      ]);
    expect(await make('small.liquid')).toMatchObject({ exitCode: 0 });
    const refused = await make('large.liquid');
    expect(refused.exitCode).toBe(2);
    expect(refused.stderr).toMatch(/^k8s-bind: Cannot write "[^\n]+ENOSPC[^\n]+\n$/);
    expect(await readFile(output, 'utf8')).toBe('small\n');
    expect((await run(['ls', '-A', at('full')])).trim()).toBe('out.conf');
  } finally {
    await run(['umount', at('full')]);
  }
});

test('HAProxy takes the backends of the guide, and refuses a broken template before it is in place', async () => {
  await writeFile(
    at('haproxy/haproxy.cfg'),
    `defaults
    mode http
    timeout connect 1s
    timeout client 10s
    timeout server 10s
frontend web
    bind 127.0.0.1:${await freePort()}
    default_backend default.webapp.80
`,
  );
  const command = here(guideBlock(guide, 'sh haproxy'));
  const shell = (script: string): Promise<string> =>
    run(['sh', '-c', `PATH="${folder}/bin:${toolPath}"\n${script} 2>&1; true`]);
  expect(await shell(command.trimEnd())).toContain('written');
  const text = await readFile(at('haproxy/k8s-backends.cfg'), 'utf8');
  expect(text).toContain(`    server 127.0.1.1-${podPort} 127.0.1.1:${podPort} check inter 2s\n`);
  expect(text).toContain('backend tenant.hostile.80\n');
  await appendFile(at('render/haproxy-backends.cfg.liquid'), '\nnonsense\n');
  expect(await shell(command.trimEnd())).toMatch(/Cannot use the new .*unknown keyword 'nonsense'/);
  expect(await readFile(at('haproxy/k8s-backends.cfg'), 'utf8')).toBe(text);
});
