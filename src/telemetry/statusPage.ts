import { createHash } from 'node:crypto';
import { STATUS_PAGE_SCRIPT } from './statusPageScript.ts';
import { STATUS_PAGE_STYLE } from './statusPageStyle.ts';

const headRow = (...columns: readonly string[]): string =>
  `<thead><tr>${columns.map((column) => `<th scope="col">${column}</th>`).join('')}</tr></thead>`;

/**
 * The status page, whole: services, endpoints and names together, live. It holds no data; its script asks for
 * that.
 */
export const STATUS_PAGE = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>k8s-bind</title>
<link rel="icon" href="data:,">
<style>${STATUS_PAGE_STYLE}</style>
<header>
  <h1>k8s-bind</h1>
  <b id="verdict" class="verdict" role="status">…</b>
  <span id="about"></span>
</header>
<main>
  <div id="notices" role="alert"></div>
  <h2>Why is a name answered so?</h2>
  <p><input id="name" type="search" placeholder="a name, an address or NAMESPACE/SERVICE" aria-label="name to explain"> <input id="type" size="6" placeholder="type" aria-label="record type"> <button id="why" type="button">Why?</button></p>
  <p id="reason" role="status" hidden></p>
  <table id="chain" hidden>${headRow('', 'link', 'what is known')}<tbody id="links"></tbody></table>
  <h2>Zones</h2>
  <table>${headRow('zone', 'server', 'state', 'records', 'pending', 'serial', 'written', 'read')}<tbody id="zones"></tbody></table>
  <h2>Services</h2>
  <p><input id="filter" type="search" placeholder="part of a name or an address" aria-label="filter services"></p>
  <table>${headRow('service', 'kind', 'addresses', 'endpoints', 'names', 'state')}<tbody id="services"></tbody></table>
  <p id="more" class="faint" hidden>Only the first 200 are shown: type a part of a name above.</p>
  <section id="drift" hidden>
    <h2>Changes by another writer, put right</h2>
    <table>${headRow('when', 'name', 'was', 'found')}<tbody id="drifted"></tbody></table>
  </section>
  <h2>Watches</h2>
  <table>${headRow('resource', 'state', 'objects', 'relists', 'heard', 'problem')}<tbody id="watches"></tbody></table>
</main>
<script>${STATUS_PAGE_SCRIPT}</script>
</html>
`;

const hashed = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/**
 * What the page may do: run its own script and style, and ask this server (Content-Security-Policy). Markup
 * that got in all the same could do nothing.
 */
export const STATUS_PAGE_POLICY = [
  "default-src 'none'",
  `script-src ${hashed(STATUS_PAGE_SCRIPT)}`,
  `style-src ${hashed(STATUS_PAGE_STYLE)}`,
  "connect-src 'self'",
  'img-src data:',
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');
