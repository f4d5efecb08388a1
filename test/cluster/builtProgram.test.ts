import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startControlPlane } from '../support/controlPlane.ts';
import { startDaemon } from '../support/daemon.ts';
import { startNamed } from '../support/named.ts';
import { run } from '../support/process.ts';
import { waitFor } from '../support/waitFor.ts';

const root = join(import.meta.dirname, '../..');
const program = join(root, 'dist/k8s-bind.js');

test('what `npm run build` leaves runs by its own first line, and publishes a Service of a cluster', async () => {
  await run(['npm', 'run', '--silent', 'build'], { cwd: root });
  const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as {
    readonly version: string;
  };
  expect(await run([program, '--version'])).toBe(`k8s-bind ${version}`);

  await using cluster = await startControlPlane();
  await using named = await startNamed();
  const args = ['--kubeconfig', cluster.users['k8s-bind'].kubeconfig];
  await using daemon = await startDaemon(named, 'k8s.example.', args, [], program);
  await daemon.ready();
  await cluster.kubectl('create', 'service', 'clusterip', 'web', '--tcp', '80');
  await waitFor('the Service answers', () => named.dig('web.k8s.example', 'A', '+short'), {
    until: (ip) => ip.startsWith('10.'),
  });
});
