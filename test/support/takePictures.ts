import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { openPage } from './browser.ts';
import type { PageWorld } from './pageWorld.ts';

const folder = join(import.meta.dirname, '../../docs/pictures');

const pictures = {
  light: { width: 1280, height: 1000, colorScheme: 'light' },
  dark: { width: 1280, height: 1000, colorScheme: 'dark' },
  phone: { width: 390, height: 844, colorScheme: 'light' },
} as const;

/** Takes the pictures of the page that the docs show: `PICTURES=1 npm test page`. */
export async function takePictures({ browser, url }: PageWorld): Promise<void> {
  if (process.env['PICTURES'] !== '1') return;
  mkdirSync(folder, { recursive: true });
  for (const [name, view] of Object.entries(pictures)) {
    await using opened = await openPage(browser, url, view);
    await opened.page.locator('#objects tr').first().waitFor();
    // The folder of the test's manifests is another one each time; a page that is hidden is not drawn anew.
    await opened.page.evaluate(`(() => {
      Object.defineProperty(document, 'hidden', { value: true });
      document.dispatchEvent(new Event('visibilitychange'));
      const about = document.getElementById('about');
      about.textContent = about.textContent.replace(/from \\S+/, 'from https://kubernetes.example:6443');
    })()`);
    await opened.page.screenshot({ path: join(folder, `status-${name}.png`) });
  }
}
