import { type Browser, chromium, type Page } from 'playwright-core';
import { waitFor } from './waitFor.ts';

/** What a page is looked at with. */
export interface View {
  readonly width?: number;
  readonly height?: number;
  readonly colorScheme?: 'light' | 'dark';
}

/** Debian's Chromium, without a window. As root it has no sandbox, and it opens nothing but our own page. */
export const startBrowser = (): Promise<Browser> =>
  chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });

/** A page that is open, and all that the browser complained of: errors, refused content, requests elsewhere. */
export interface OpenPage extends AsyncDisposable {
  readonly page: Page;
  readonly complaints: readonly string[];
}

/** Opens the status page at `http://HOST:PORT/` and waits until it shows a verdict. */
export async function openPage(browser: Browser, url: string, view: View = {}): Promise<OpenPage> {
  const { width = 1280, height = 900, colorScheme = 'light' } = view;
  const context = await browser.newContext({ viewport: { width, height }, colorScheme });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('request', (request) => {
    if (!request.url().startsWith(new URL(url).origin)) complaints.push(`asked ${request.url()}`);
  });
  await page.goto(url);
  await waitFor('the page has a verdict', () => page.textContent('#verdict'), {
    until: (text) => text !== 'asking the daemon',
  });
  return { page, complaints, [Symbol.asyncDispose]: () => context.close() };
}
