import { expect, test } from 'vitest';
import { readClusterIdentity } from '../../src/kube/api/clusterIdentity.ts';
import { createTransport } from '../../src/kube/api/transport.ts';
import { createCredentials } from '../../src/kube/credentials/createCredentials.ts';
import { startControlPlane } from '../support/controlPlane.ts';

test('an API server that starts refuses everybody for a moment, which is not taken for a lack of rights', async () => {
  await using plane = await startControlPlane();
  const credentials = await createCredentials({ kubeconfig: plane.users['k8s-bind'].kubeconfig, env: {} });
  const transport = createTransport(credentials);
  const { signal } = new AbortController();
  const before = await readClusterIdentity(transport, signal);
  let refused = 0;
  for (let round = 0; round < 3; round += 1) {
    await plane.killApiServer();
    const started = plane.startApiServer();
    for (;;) {
      const identity = await readClusterIdentity(transport, signal);
      expect(identity.kind).not.toBe('forbidden');
      if (identity.kind === 'found') {
        expect(identity).toEqual(before);
        break;
      }
      if (identity.kind === 'unreachable' && identity.message.includes('found 403')) refused += 1;
    }
    await started;
  }
  transport.close();
  // Otherwise nothing was shown.
  expect(refused).toBeGreaterThan(0);
});
