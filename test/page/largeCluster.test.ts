import { expect, test } from 'vitest';
import { openPage } from '../support/browser.ts';
import { serviceManifest } from '../support/cliZone.ts';
import { manyServices, startPageWorld } from '../support/pageWorld.ts';
import { waitFor } from '../support/waitFor.ts';

const services = 10_000;

test('of 10,000 Services the first row is there at once, and the last page and any name soon', async () => {
  await using world = await startPageWorld({ files: { 'all.yaml': manyServices(services) } });
  await waitFor('the daemon is ready', world.daemon.readiness, {
    until: (text) => text.endsWith('\nready\n'),
    deadlineMs: 100_000,
    intervalMs: 200,
  });
  const start = performance.now();
  await using opened = await openPage(world.browser, world.url);
  const { page, complaints } = opened;
  const verdictMs = performance.now() - start;
  await page.locator('#objects tr').first().waitFor();
  const rowMs = performance.now() - start;
  expect(await page.textContent('#count')).toBe('1 to 100, 10,000 objects in all');
  expect(await page.textContent('#verdict')).toBe('All is well');
  expect(await page.locator('#objects tr').count()).toBe(100);

  const firstKey = () => page.locator('#objects tr').first().getAttribute('data-key');
  const timed = async (
    act: () => Promise<unknown>,
    until: (key: string | null) => boolean,
  ): Promise<number> => {
    const before = performance.now();
    await act();
    await waitFor('the page shows it', firstKey, { until, intervalMs: 5 });
    return performance.now() - before;
  };
  const first = await firstKey();
  const nextMs = await timed(
    () => page.click('#next'),
    (key) => key !== first,
  );
  expect(await page.textContent('#count')).toBe('101 to 200, 10,000 objects in all');
  const backMs = await timed(
    () => page.click('#previous'),
    (key) => key === first,
  );
  expect(await page.evaluate('document.activeElement.id')).toBe('next');
  const searchMs = await timed(
    () => page.fill('#search', 's9999'),
    (key) => key === 'team-9/s9999',
  );
  const filterMs = await timed(
    async () => {
      await page.fill('#search', '');
      await page.selectOption('#namespace', 'team-7');
    },
    (key) => key === 'team-7/s1007',
  );
  const before = performance.now();
  await page.selectOption('#state', 'conflict');
  await page.locator('#objects-note').waitFor();
  const noneMs = performance.now() - before;

  // A change while the page is looked at is in DNS and on the page all the same.
  await page.click('#clear');
  const change = performance.now();
  world.write('new.yaml', serviceManifest('aaa', '10.97.0.1', 'a-first'));
  await page.locator('#objects tr[data-key="a-first/aaa"]').waitFor();
  const changeMs = performance.now() - change;
  expect(await world.named.dig('aaa.a-first.svc.k8s.example', 'A', '+short')).toBe('10.97.0.1');
  expect(complaints).toEqual([]);
  const shown = { verdictMs, rowMs, nextMs, backMs, searchMs, filterMs, noneMs, changeMs };
  console.log(
    `${services} Services:`,
    Object.entries(shown)
      .map(([name, ms]) => `${name} ${Math.round(ms)}`)
      .join(', '),
  );
  expect(rowMs).toBeLessThan(30_000);
});
