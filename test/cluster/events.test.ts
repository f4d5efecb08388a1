import { expect, test } from 'vitest';
import { startControlPlane } from '../support/controlPlane.ts';
import { startDaemon } from '../support/daemon.ts';
import { startNamed } from '../support/named.ts';
import { waitFor } from '../support/waitFor.ts';

const zone = 'k8s.example';
const text = `
$TTL 300
@ SOA ns hostmaster 1 3600 600 86400 5
@ NS ns
ns A 127.0.0.1
www A 192.0.2.10
`;

test('kubectl describe says on the Service why one of its records is missing', async () => {
  await using cluster = await startControlPlane();
  await using named = await startNamed({ zones: [{ name: zone, text }] });
  const { kubeconfig } = cluster.users['k8s-bind'];
  await using daemon = await startDaemon(named, `${zone}.`, ['--kubeconfig', kubeconfig]);
  await daemon.ready();

  await cluster.kubectl('create', 'service', 'clusterip', 'www', '--tcp', '80');
  await cluster.kubectl('create', 'service', 'externalname', 'legacy', '--external-name', '192.0.2.7');
  for (const [service, said] of [
    [
      'www',
      /Warning +Conflict .*Cannot publish "www\.k8s\.example\." for Service default\/www: it already holds A 192\.0\.2\.10/,
    ],
    ['legacy', /Warning +Unpublishable .*192\.0\.2\.7/],
  ] as const) {
    await waitFor(`the Event about ${service}`, () => cluster.kubectl('describe', 'service', service), {
      until: (description) => said.test(description),
    });
  }
  expect(await named.dig(`www.${zone}`, 'A', '+short')).toBe('192.0.2.10');
  expect(await named.dig(`www.default.svc.${zone}`, 'A', '+short')).toMatch(/^10\./);
});
