import { readFileSync } from 'node:fs';
import { readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bareHost } from '../support/bareHost.ts';
import { startControlPlane } from '../support/controlPlane.ts';
import { controlPlanePrograms } from '../support/controlPlaneBuild.ts';
import { docCommands } from '../support/docCommands.ts';
import { type Host, makeNamespaces, type Namespaces } from '../support/lanNamespaces.ts';
import { run, startProcess, toolPath, whenReady } from '../support/process.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';
import { waitFor } from '../support/waitFor.ts';

/* The commands of the first screen of README.md, as they stand there. */

const root = join(import.meta.dirname, '../..');
const readme = readFileSync(join(root, 'README.md'), 'utf8');

/** The lines of the block without a language that has this in it. */
const linesOfBlock = (part: string): readonly string[] => {
  const blocks = [...readme.matchAll(/^```\n([\s\S]*?)^```$/gm)].map(([, block = '']) => block);
  const found = blocks.find((block) => block.includes(part));
  if (found === undefined) throw new Error(`Cannot find a block with "${part}" in README.md`);
  return found.trimEnd().split('\n');
};

let namespaces: Namespaces;
let network: Host;
beforeAll(async () => {
  namespaces = await makeNamespaces();
  network = await namespaces.add('readme');
});
afterAll(() => namespaces[Symbol.asyncDispose]());

test('the demo answers, and answers otherwise when its manifest is edited', async () => {
  const [command = ''] = linesOfBlock('npm run demo');
  await using copy = await temporaryFolder('checkout');
  const list = 'git ls-files -z --cached --others --exclude-standard';
  await run(['sh', '-ec', `${list} | xargs -0 cp --parents --preserve -t ${copy.path}`], { cwd: root });
  await symlink(join(root, 'node_modules'), join(copy.path, 'node_modules'));
  // In a process namespace of its own, so that nothing of it is left.
  const isolate = [...network.prefix, 'unshare', '--pid', '--fork', '--kill-child', '--mount-proc'];
  await using demo = startProcess([...isolate, 'sh', '-ec', command], {
    cwd: copy.path,
    env: { PATH: toolPath },
  });
  await whenReady('the demo is there', demo, async () => demo.logs().includes('until Ctrl-C'), 60_000);
  const ask = (): Promise<string> =>
    network.run('dig', '-r', '@127.0.0.1', '-p', '5300', '+short', 'webapp.k8s.example');
  expect(await ask()).toBe('10.96.80.80');
  const manifest = join(copy.path, 'config/demo/webapp.yaml');
  await writeFile(manifest, (await readFile(manifest, 'utf8')).replace('10.96.80.80', '10.96.80.81'));
  await waitFor('the edited address', ask, { until: (answer) => answer === '10.96.80.81' });
});

test('three commands lead from the package to an answer', async () => {
  const [install = '', ...others] = linesOfBlock('apt install');
  // test/package installs it by that name; here the program is there already.
  expect((await docCommands('debian-install')).trim()).toBe(install.replace('apt ', 'apt-get '));
  expect(others).toHaveLength(2);
  const controllers = ['serviceaccount-token-controller'];
  await using cluster = await startControlPlane({ commandPrefix: network.prefix, controllers });
  await using host = await bareHost(network.prefix, controlPlanePrograms.program('kubectl'));
  await host.startNamed();
  const said = await host.shell(others.join('\n'), { KUBECONFIG: cluster.users.admin.kubeconfig });
  expect(said.split('\n').at(-1)).toBe('10.96.0.1');
});
