import { createHash } from 'node:crypto';
import { PAGE_SCRIPT } from './pageScript.ts';
import { PAGE_STYLE } from './pageStyle.ts';

const headRow = (...columns: readonly string[]): string =>
  `<thead><tr>${columns.map((column) => `<th scope="col">${column}</th>`).join('')}</tr></thead>`;

const choice = (id: string, label: string, all: string): string =>
  `<label>${label} <select id="${id}"><option value="">${all}</option></select></label>`;

/**
 * The status page, whole. It holds no data; its script asks for that. What is wrong comes first, then the
 * objects with their names, then what one looks up.
 */
export const STATUS_PAGE = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>k8s-bind</title>
<link rel="icon" href="data:,">
<style>${PAGE_STYLE}</style>
<header>
  <h1>k8s-bind</h1>
  <p id="verdict" class="verdict busy" role="status">asking the daemon</p>
  <p id="about" class="faint"></p>
</header>
<main>
  <section aria-labelledby="problems-title">
    <h2 id="problems-title">Problems</h2>
    <ul id="findings" class="plain"></ul>
    <p id="findings-note" class="faint">Asking the daemon.</p>
  </section>
  <section aria-labelledby="objects-title">
    <h2 id="objects-title">Names</h2>
    <form id="filters" class="fields" role="search">
      <label>Search <kbd>/</kbd> <input id="search" type="search" placeholder="name or address" autocomplete="off" spellcheck="false"></label>
      ${choice('state', 'State', 'any')}
      ${choice('kind', 'Kind', 'any')}
      ${choice('namespace', 'Namespace', 'any')}
      ${choice('zone', 'Zone', 'any')}
      <button id="clear" type="button">Clear</button>
    </form>
    <p id="count" class="faint" role="status"></p>
    <table id="objects-table">${headRow('Object', 'State', 'Addresses', 'Endpoints', 'Records in DNS')}<tbody id="objects"></tbody></table>
    <p id="objects-note" class="note" hidden></p>
    <p class="pages"><button id="previous" type="button" disabled>Previous</button> <button id="next" type="button" disabled>Next</button></p>
  </section>
  <section aria-labelledby="why-title">
    <h2 id="why-title">Why does a name answer as it does?</h2>
    <form id="why" class="fields">
      <label>Name <input id="why-name" type="search" placeholder="a name, an address or NAMESPACE/SERVICE" autocomplete="off" spellcheck="false"></label>
      <label>Record type <input id="why-type" size="6" placeholder="any" autocomplete="off" spellcheck="false"></label>
      <button type="submit">Why?</button>
    </form>
    <p id="reason" class="note" role="status" hidden></p>
    <ol id="links" class="plain"></ol>
  </section>
  <section aria-labelledby="zones-title">
    <h2 id="zones-title">Zones</h2>
    <table id="zones-table">${headRow('Zone', 'State', 'Name server', 'Our records', 'On their way', 'Serial', 'Written')}<tbody id="zones"></tbody></table>
    <p id="zones-note" class="note" hidden>No zone is open yet.</p>
  </section>
  <section aria-labelledby="plot-title">
    <h2 id="plot-title">From the change to DNS, last hour</h2>
    <div id="plot"></div>
    <p id="plot-note" class="faint"></p>
  </section>
  <section aria-labelledby="changes-title">
    <h2 id="changes-title">Changes</h2>
    <ol id="changes" class="plain"></ol>
    <p id="changes-note" class="note" hidden>Nothing has changed since the daemon started.</p>
  </section>
  <section aria-labelledby="watches-title">
    <h2 id="watches-title">Watches</h2>
    <table id="watches-table">${headRow('Resource', 'State', 'Objects', 'Heard')}<tbody id="watches"></tbody></table>
    <p id="watches-note" class="note" hidden>Nothing is watched yet.</p>
  </section>
</main>
<script>${PAGE_SCRIPT}</script>
</html>
`;

const hashed = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/**
 * What the page may do: run its own script and style, and ask this server (Content-Security-Policy). Markup
 * that got in all the same could do nothing.
 */
export const STATUS_PAGE_POLICY = [
  "default-src 'none'",
  `script-src ${hashed(PAGE_SCRIPT)}`,
  `style-src ${hashed(PAGE_STYLE)}`,
  "connect-src 'self'",
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');
