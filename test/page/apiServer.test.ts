import { expect, test } from 'vitest';
import { openPage } from '../support/browser.ts';
import { startControlPlane } from '../support/controlPlane.ts';
import { startPageWorld } from '../support/pageWorld.ts';
import { waitFor } from '../support/waitFor.ts';

test('an API server that is gone is a problem, although every name is answered', async () => {
  await using cluster = await startControlPlane();
  const { kubeconfig } = cluster.users['k8s-bind'];
  await using world = await startPageWorld({ source: { kubeconfig } });
  await world.daemon.ready();
  await using opened = await openPage(world.browser, world.url);
  const { page } = opened;
  const verdict = (kind: string) =>
    waitFor(`the verdict is ${kind}`, () => page.getAttribute('#verdict', 'class'), {
      until: (seen) => seen === `verdict ${kind}`,
      deadlineMs: 60_000,
    });
  await verdict('well');
  await page.locator('#objects tr[data-key="default/kubernetes"]').waitFor();
  await cluster.stopApiServer();
  await verdict('bad');
  expect(await page.textContent('#findings .message')).toMatch(/^Cannot watch \w+: /);
  const address = await world.named.dig('kubernetes.default.svc.k8s.example', 'A', '+short');
  expect(address).not.toBe('');
  expect(await page.textContent('#objects tr[data-key="default/kubernetes"] .records')).toContain(
    `A ${address}`,
  );
});
