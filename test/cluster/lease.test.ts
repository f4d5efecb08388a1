import { expect, test } from 'vitest';
import { startControlPlane } from '../support/controlPlane.ts';
import { startDaemon } from '../support/daemon.ts';
import { startNamed } from '../support/named.ts';
import { waitFor } from '../support/waitFor.ts';

const zone = 'k8s.example';

test('of two instances with a lease one writes and one stands by, and the second takes over when the first goes or hangs', async () => {
  await using cluster = await startControlPlane();
  await using named = await startNamed({ zones: [{ name: zone }] });
  const args = ['--kubeconfig', cluster.users.admin.kubeconfig, '--lease', 'kube-system/k8s-bind'];
  const create = (name: string): Promise<unknown> =>
    cluster.api('POST', '/api/v1/namespaces/default/services', {
      metadata: { name },
      spec: { ports: [{ port: 80 }] },
    });
  const answers = (name: string): Promise<string> =>
    waitFor(`${name} answers`, () => named.dig(`${name}.${zone}`, 'A', '+short'), {
      until: (ip) => ip !== '',
      deadlineMs: 60_000,
    });

  await using first = await startDaemon(named, `${zone}.`, args);
  const readiness: string[] = [];
  const look = async (): Promise<string> => {
    readiness.push(await first.readiness());
    return readiness.at(-1) ?? '';
  };
  await waitFor('the first is ready', look, {
    until: (text) => text.endsWith('\nready\n'),
    deadlineMs: 30_000,
    intervalMs: 2,
  });
  // While nobody is known to lead it stands by nobody.
  expect(readiness.join('')).not.toContain('stands by');
  expect(await named.dig(`kubernetes.default.svc.${zone}`, 'A', '+short')).not.toBe('');
  await using second = await startDaemon(named, `${zone}.`, args);
  await waitFor('the second stands by, ready', second.readiness, {
    until: (text) => text.includes('stands by') && text.endsWith('\nready\n'),
  });
  await create('one');
  await answers('one');
  expect(second.process.logs()).not.toContain('Zone claimed');

  await first.process.stop();
  await create('two');
  await answers('two');
  expect(second.process.logs()).toContain('Zone claimed');

  await using third = await startDaemon(named, `${zone}.`, args);
  await waitFor('the third stands by', third.readiness, { until: (text) => text.includes('synced') });
  second.process.signal('SIGSTOP');
  await create('three');
  await answers('three');
  second.process.signal('SIGCONT');
  await waitFor('the one that hung stands by', second.process.logs, {
    until: (logs) => logs.includes('Lease lost'),
    deadlineMs: 30_000,
  });
  await create('four');
  await answers('four');
  expect(second.process.isRunning()).toBe(true);
});
