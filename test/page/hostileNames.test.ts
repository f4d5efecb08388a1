import { expect, test } from 'vitest';
import { openPage } from '../support/browser.ts';
import { serviceManifest } from '../support/cliZone.ts';
import { startPageWorld } from '../support/pageWorld.ts';
import { waitFor } from '../support/waitFor.ts';

const markup = '<img src=x onerror=alert(1)><script>alert(2)</script>';

/** A tenant's objects: what of them is a free text says something that a page could run. */
const hostile = JSON.stringify({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: {
    name: 'hostile',
    namespace: 'default',
    annotations: {
      'k8s-bind.io/hostname': markup,
      'k8s-bind.io/ttl': markup,
      'k8s-bind.io/addresses': markup,
    },
  },
  spec: { type: 'ExternalName', externalName: markup, ports: [{ name: markup, port: 80 }] },
});
const misnamed = JSON.stringify({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: markup, namespace: markup },
  spec: { clusterIP: '10.96.0.3', clusterIPs: ['10.96.0.3'], ports: [{ name: 'http', port: 80 }] },
});

test('what tenants write is shown as text: nothing of it becomes a part of the page', async () => {
  await using world = await startPageWorld({
    files: {
      'hostile.json': hostile,
      'misnamed.json': misnamed,
      'web.yaml': serviceManifest('web', '10.96.0.1'),
    },
    prepare: (named) => named.nsupdate(`update add web.k8s.example. 60 TXT "${markup}"`),
  });
  await waitFor(
    'the Services are published',
    () => world.named.dig('web.default.svc.k8s.example', 'A', '+short'),
    {
      until: (text) => text === '10.96.0.1',
      deadlineMs: 30_000,
    },
  );
  await using opened = await openPage(world.browser, world.url);
  const { page, complaints } = opened;
  const dialogs: string[] = [];
  page.on('dialog', (dialog) => {
    dialogs.push(dialog.message());
    void dialog.dismiss();
  });
  await page.locator('#objects tr[data-key="default/hostile"]').waitFor();
  await page.fill('#why-name', `${markup}.k8s.example`);
  await page.press('#why-name', 'Enter');
  await page.locator('#reason').waitFor();
  expect(await page.textContent('body')).toContain(markup);
  const made = await page.evaluate(
    `[document.images.length, document.scripts.length, document.querySelectorAll('[onerror]').length]`,
  );
  expect(made).toEqual([0, 1, 0]);
  expect(dialogs).toEqual([]);
  // A refused question is a 400, which the browser notes; nothing was blocked, since nothing was tried.
  expect(complaints.filter((text) => !text.includes('400'))).toEqual([]);
});

test('the policy keeps even markup that got in from running', async () => {
  await using world = await startPageWorld({ files: { 'web.yaml': serviceManifest('web', '10.96.0.1') } });
  await world.daemon.ready();
  await using opened = await openPage(world.browser, world.url);
  const { page, complaints } = opened;
  await page.evaluate(
    `document.body.insertAdjacentHTML('beforeend', '<img src="data:," onerror="window.ran = 1">')`,
  );
  await page.evaluate(`(() => {
    const script = document.createElement('script');
    script.textContent = 'window.ran = 2';
    document.body.append(script);
  })()`);
  await waitFor(
    'the browser refused both',
    () => complaints.filter((text) => text.includes('Content Security Policy')),
    {
      until: (refused) => refused.length >= 2,
    },
  );
  expect(await page.evaluate('window.ran')).toBeUndefined();
  const { headers } = await fetch(world.url);
  expect(headers.get('content-security-policy')).not.toContain('unsafe');
});
