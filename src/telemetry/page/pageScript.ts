import { DOM_SCRIPT } from './domScript.ts';
import { LIVE_SCRIPT } from './liveScript.ts';
import { OBJECTS_SCRIPT } from './objectsScript.ts';
import { PLOT_SCRIPT } from './plotScript.ts';
import { SUMMARY_SCRIPT } from './summaryScript.ts';
import { TIME_SCRIPT } from './timeScript.ts';
import { WHY_SCRIPT } from './whyScript.ts';

/** `/` goes to the search, Escape empties it. */
const KEYS_SCRIPT = String.raw`
addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === '/' && !event.target.matches('input, select, textarea')) {
    event.preventDefault();
    byId('search').focus();
  }
  if (event.key === 'Escape' && event.target === byId('search')) {
    byId('search').value = '';
    showFirstPage();
  }
});
`;

/** What the page runs, in the reader's browser, without any library. */
export const PAGE_SCRIPT = [
  "'use strict';\n",
  DOM_SCRIPT,
  TIME_SCRIPT,
  PLOT_SCRIPT,
  SUMMARY_SCRIPT,
  OBJECTS_SCRIPT,
  LIVE_SCRIPT,
  WHY_SCRIPT,
  KEYS_SCRIPT,
  'startObjects();\nstartWhy();\nstartLive();\n',
].join('');
