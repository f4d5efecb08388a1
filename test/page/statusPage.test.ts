import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openPage } from '../support/browser.ts';
import { serviceManifest } from '../support/cliZone.ts';
import { contrastOf } from '../support/contrast.ts';
import { headlessManifest, type PageWorld, startPageWorld } from '../support/pageWorld.ts';
import { takePictures } from '../support/takePictures.ts';
import { waitFor } from '../support/waitFor.ts';

const endpoints = Array.from({ length: 30 }, (_unused, index) => `10.1.0.${index + 1}`);

let world: PageWorld;
beforeAll(async () => {
  world = await startPageWorld({
    files: {
      'web.yaml': serviceManifest('web', '10.96.0.1'),
      'taken.yaml': serviceManifest('taken', '10.96.0.2'),
      'db.yaml': headlessManifest('db', endpoints),
    },
    prepare: (named) => named.nsupdate('update add taken.k8s.example. 60 A 192.0.2.1'),
  });
  await world.daemon.ready();
});
afterAll(() => world?.[Symbol.asyncDispose]());

const rowOf = (page: Page, key: string) => page.locator(`#objects tr[data-key="${key}"]`);
const textsOf = (page: Page, selector: string): Promise<string[]> => page.locator(selector).allTextContents();
/** What the zone holds, as `name TTL type data`. */
const inZone = async (zone: string): Promise<readonly string[]> =>
  (await world.named.axfrText(zone))
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.replaceAll(/\s+/g, ' ').replace(' IN ', ' '));

test('a name in conflict is a problem with its fix, is not listed as ours, and makes the verdict bad', async () => {
  await using opened = await openPage(world.browser, world.url);
  const { page, complaints } = opened;
  await rowOf(page, 'default/taken').waitFor();
  expect(await page.getAttribute('#verdict', 'class')).toBe('verdict bad');
  expect(await page.textContent('#verdict')).toBe('2 problems');
  expect((await textsOf(page, '#findings .message'))[0]).toBe(
    'Cannot publish "taken.k8s.example." for Service default/taken: it already holds A 192.0.2.1, which is not ours',
  );
  expect((await textsOf(page, '#findings .fix'))[0]).toBe('k8s-bind adopt, or another name');
  const row = rowOf(page, 'default/taken');
  expect(await row.locator('.state').textContent()).toBe('conflict');
  await row.getByRole('button', { name: 'all 6 records' }).click();
  await waitFor('all records are shown', () => row.locator('.records > div > div').count(), {
    until: (count) => count === 6,
  });
  const shown = await row.locator('.records > div > div').allTextContents();
  expect(shown).toContain('taken.lan.example. 30 A 10.96.0.2');
  expect(shown.filter((line) => line.startsWith('taken.k8s.example.') || line.includes('192.0.2.1'))).toEqual(
    [],
  );
  // The neighbour is as it should be.
  expect(await rowOf(page, 'default/web').locator('.state').textContent()).toBe('published');
  expect(complaints).toEqual([]);
});

test('every record of a Service is shown on demand, as the zones hold them', async () => {
  await using opened = await openPage(world.browser, world.url);
  const row = rowOf(opened.page, 'data/db');
  await row.getByRole('button', { name: /^all \d+ records$/ }).click();
  const lines = row.locator('.records > div > div');
  const expected = [...(await inZone('k8s.example')), ...(await inZone('lan.example'))].filter((line) =>
    / db(-\d+)?\.data\.svc\.| ?db(-\d+)?\.data\.svc\./.test(line),
  );
  expect(expected).toHaveLength(180);
  await waitFor('all records are shown', () => lines.count(), { until: (count) => count === 180 });
  expect((await lines.allTextContents()).sort()).toEqual([...expected].sort());
});

test('a change comes by itself, while the text that is selected in another row stays selected', async () => {
  await using opened = await openPage(world.browser, world.url);
  const { page } = opened;
  await rowOf(page, 'default/web').waitFor();
  await page.evaluate(`(() => {
    const line = document.querySelector('#objects tr[data-key="default/web"] .records div div');
    document.getSelection().selectAllChildren(line);
    window.lineBefore = line;
  })()`);
  const selected = () => page.evaluate('document.getSelection().toString()');
  expect(await selected()).toBe('web.default.svc.k8s.example. A 10.96.0.1');
  const asked: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  world.write('api.yaml', serviceManifest('api', '10.96.0.7'));
  world.write('taken.yaml', serviceManifest('taken', '10.96.0.8'));
  await waitFor('the new row is there', () => rowOf(page, 'default/api').locator('.state').textContent(), {
    until: (text) => text === 'published',
  });
  await waitFor('the changed row has changed', () => rowOf(page, 'default/taken').textContent(), {
    until: (text) => text?.includes('10.96.0.8') === true,
  });
  await waitFor('the history has it', () => textsOf(page, '#changes li'), {
    until: (lines) => lines.some((line) => line.includes('published: +') && line.includes('api')),
  });
  expect(await selected()).toBe('web.default.svc.k8s.example. A 10.96.0.1');
  expect(await page.evaluate('window.lineBefore.isConnected')).toBe(true);
  // By events: only the objects were asked for anew.
  expect(new Set(asked)).toEqual(new Set(['/v1/objects']));
  world.write('api.yaml');
  await rowOf(page, 'default/api').waitFor({ state: 'detached' });
  expect(await selected()).toBe('web.default.svc.k8s.example. A 10.96.0.1');
  world.write('taken.yaml', serviceManifest('taken', '10.96.0.2'));
});

test('filters are the server’s, stand in the address of the page, and say when nothing matches', async () => {
  await using opened = await openPage(world.browser, world.url);
  const { page } = opened;
  const keys = () =>
    page.locator('#objects tr').evaluateAll((rows) => rows.map((row) => row.getAttribute('data-key')));
  const shows = (expected: readonly string[]) =>
    waitFor('the rows are these', keys, { until: (found) => found.join() === expected.join() });
  await shows(['data/db', 'default/taken', 'default/web']);
  await page.selectOption('#state', 'conflict');
  await shows(['default/taken']);
  await page.selectOption('#zone', 'lan.example.');
  await page.locator('#objects-note').waitFor();
  expect(await page.textContent('#objects-note')).toBe(
    'Nothing matches. Clear the filters to see all 3 objects.',
  );
  expect(new URL(page.url()).search).toBe('?state=conflict&zone=lan.example.');
  await page.reload();
  await page.locator('#objects-note').waitFor();
  await page.click('#clear');
  await shows(['data/db', 'default/taken', 'default/web']);
  await page.selectOption('#namespace', 'data');
  await shows(['data/db']);
  await page.selectOption('#namespace', '');
  await page.selectOption('#kind', 'Service');
  await page.fill('#search', '10.1.0.30');
  await shows(['data/db']);
  await page.fill('#search', 'web.default.svc.k8s');
  await shows(['default/web']);
});

test('the keyboard reaches everything, shows where it is, and `/` searches', async () => {
  await using opened = await openPage(world.browser, world.url);
  const { page } = opened;
  await rowOf(page, 'default/web').waitFor();
  const focused = () => page.evaluate('document.activeElement.id || document.activeElement.textContent');
  await page.keyboard.press('/');
  expect(await focused()).toBe('search');
  await page.keyboard.type('a/b');
  expect(await page.inputValue('#search')).toBe('a/b');
  await page.keyboard.press('Escape');
  expect(await page.inputValue('#search')).toBe('');
  await rowOf(page, 'default/web').waitFor();
  const order: unknown[] = [];
  for (let step = 0; step < 11; step += 1) {
    order.push(await focused());
    const outline = await page.evaluate('getComputedStyle(document.activeElement).outlineStyle');
    expect([await focused(), outline]).toEqual([await focused(), 'solid']);
    await page.keyboard.press('Tab');
  }
  expect(order).toEqual([
    'search',
    'state',
    'kind',
    'namespace',
    'zone',
    'clear',
    'all 180 records',
    'all 6 records',
    'all 8 records',
    'why-name',
    'why-type',
  ]);
});

test('why a name answers so is asked on the page', async () => {
  await using opened = await openPage(world.browser, world.url);
  const { page } = opened;
  await page.fill('#why-name', 'taken.k8s.example');
  await page.press('#why-name', 'Enter');
  await page.locator('#links .broken').first().waitFor();
  expect(await page.textContent('#reason')).toContain('taken.k8s.example. is not as it should be');
  expect(await page.textContent('#links .broken')).toContain('192.0.2.1');
});

test('390 pixels are enough: nothing scrolls sideways, and no cell is without its column', async () => {
  await using opened = await openPage(world.browser, world.url, { width: 390, height: 800 });
  const { page } = opened;
  const row = rowOf(page, 'data/db');
  await row.getByRole('button', { name: /^all/ }).click();
  await waitFor('all records are shown', () => row.locator('.records > div > div').count(), {
    until: (count) => count === 180,
  });
  const widths = await page.evaluate('[document.documentElement.scrollWidth, innerWidth]');
  expect(widths).toEqual([390, 390]);
  const label = `getComputedStyle(document.querySelector('#objects td:nth-child(2)'), '::before').content`;
  expect(await page.evaluate(label)).toContain('State');
});

test.each(['light', 'dark'] as const)('every text has the contrast of WCAG AA, %s', async (colorScheme) => {
  await using opened = await openPage(world.browser, world.url, { colorScheme });
  const { page } = opened;
  await rowOf(page, 'default/web').waitFor();
  await page.fill('#why-name', 'taken.k8s.example');
  await page.press('#why-name', 'Enter');
  await page.locator('#links .broken').first().waitFor();
  const result = await contrastOf(page);
  console.log(`${colorScheme}: ${result.texts} texts, lowest contrast ${result.lowest.toFixed(2)}`);
  expect(result.low).toEqual([]);
  expect(result.texts).toBeGreaterThan(60);
  const ground = await page.evaluate('getComputedStyle(document.body).backgroundColor');
  expect(ground).toBe(colorScheme === 'light' ? 'rgb(255, 255, 255)' : 'rgb(20, 23, 26)');
});

test('pictures for the docs, where they are asked for', async () => {
  await takePictures(world);
});

test('the verdict is green once nothing is wrong, and red when the name server or the daemon is gone', async () => {
  await using opened = await openPage(world.browser, world.url);
  const { page } = opened;
  const verdict = (kind: string, text?: string) =>
    waitFor(
      `the verdict is ${kind}`,
      () => page.locator('#verdict').evaluate(({ className, textContent }) => ({ className, textContent })),
      {
        until: (seen) =>
          seen.className === `verdict ${kind}` && (text === undefined || seen.textContent === text),
        deadlineMs: 40_000,
      },
    );
  await verdict('bad', '2 problems');
  await world.named.nsupdate('update delete taken.k8s.example. A');
  await verdict('well', 'All is well');
  expect(await page.textContent('#findings-note')).toBe('None.');
  await world.named.stop();
  world.write('web.yaml', serviceManifest('web', '10.96.0.99'));
  await verdict('bad');
  expect((await textsOf(page, '#findings .message'))[0]).toContain('127.0.0.1');
  await world.named.start();
  await verdict('well', 'All is well');
  world.daemon.process.signal('SIGKILL');
  await verdict('bad', 'no answer from the daemon');
});
