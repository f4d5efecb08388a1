/**
 * What the status page does: asks for the status and the services every two seconds, and shows them.
 * Everything is put in as text, never as markup: names of Services come from people who may not be the
 * operator.
 */
export const STATUS_PAGE_SCRIPT = `
'use strict';
const byId = (id) => document.getElementById(id);
const SHOWN = 200;

const element = (name, text, className) => {
  const made = document.createElement(name);
  if (text !== undefined) made.textContent = text;
  if (className) made.className = className;
  return made;
};

const rows = (id, items, cells) => byId(id).replaceChildren(...items.map((item) => {
  const row = element('tr');
  row.append(...cells(item).map((cell) => cell instanceof Node ? cell : element('td', String(cell))));
  return row;
}));

const ago = (nowMs, thenMs) => {
  if (!thenMs) return 'never';
  const seconds = Math.max(0, Math.round((nowMs - thenMs) / 1000));
  if (seconds < 120) return seconds + ' s ago';
  return seconds < 7200 ? Math.round(seconds / 60) + ' min ago' : Math.round(seconds / 3600) + ' h ago';
};

const STATES = {
  starting: 'not read yet', syncing: 'first sync', inStep: 'in step', behind: 'behind',
  standby: 'stands by', fencedOut: 'taken over',
};

const noticeOf = ({ code, message, fix }) => message + ' (' + code + ')' + (fix ? '\\n' + fix : '');

const noticesOf = (zone) => [
  ...(zone.problem ? [zone.problem] : []), ...(zone.guard ? [zone.guard] : []),
  ...zone.conflicts, ...zone.quarantined, ...zone.limited, ...zone.held, ...zone.unpublishable].map(noticeOf);

const showStatus = (status) => {
  byId('about').textContent = [status.version, 'owner ' + (status.owner || 'not known yet'), 'from ' + status.source,
    status.leadership.kind === 'standby' ? 'standing by for ' + status.leadership.holder : '',
    status.services + ' services, ' + status.endpoints + ' endpoints'].filter(Boolean).join(' · ');
  rows('zones', status.zones, (zone) => [zone.zone + (zone.view ? ' (view ' + zone.view + ')' : ''), zone.server,
    (STATES[zone.state] ?? zone.state) + (zone.writtenBy ? ', written by ' + zone.writtenBy : ''), zone.recordsOwned, zone.pending,
    zone.serial, ago(status.nowMs, zone.lastWriteMs), ago(status.nowMs, zone.lastReadMs)]);
  rows('watches', status.watches, (watch) => [watch.resource, watch.synced ? 'synced' : 'not synced', watch.objects, watch.relists,
    ago(status.nowMs, watch.lastHeardMs), watch.problem ?? '']);
  const notices = [
    ...status.watches.filter((watch) => watch.problem).map((watch) => watch.resource + ': ' + watch.problem),
    ...status.zones.flatMap(noticesOf)];
  byId('notices').replaceChildren(...notices.slice(0, 50).map((text) => element('p', text, 'notice')));
  const drift = status.zones.flatMap((zone) => zone.drift).slice(-20).reverse();
  byId('drift').hidden = drift.length === 0;
  rows('drifted', drift, ({ atMs, name, was, found }) => [ago(status.nowMs, atMs), name, was || 'nothing', found || 'nothing']);
};

const showServices = (services) => {
  rows('services', services, ({ service, kind, addresses, readyEndpoints, endpoints, names, state }) => [
    service, kind, addresses.join(' '), endpoints === 0 ? '' : readyEndpoints + ' of ' + endpoints + ' ready',
    element('td', names.join('\\n'), 'names'), state]);
  byId('more').hidden = services.length < SHOWN;
};

const showVerdict = (ready, text) => {
  byId('verdict').textContent = text;
  byId('verdict').className = 'verdict ' + (ready ? 'good' : 'bad');
};

const turns = { asked: 0 };
const refresh = async () => {
  const turn = ++turns.asked;
  try {
    const filter = encodeURIComponent(byId('filter').value.trim());
    const [ready, status, services] = await Promise.all([
      fetch('readyz'), fetch('v1/status'), fetch('v1/services?limit=' + SHOWN + '&filter=' + filter)]);
    const answers = [await status.json(), await services.json()];
    if (turn !== turns.asked) return;
    showVerdict(ready.ok, ready.ok ? 'in step' : 'not ready');
    showStatus(answers[0]);
    showServices(answers[1]);
  } catch {
    if (turn === turns.asked) showVerdict(false, 'no answer from the daemon');
  }
};

const MARKS = { ok: '\u2713', broken: '\u2717', unknown: '?' };

const linkCells = ({ kind, verdict, subject, detail, fix }) => [
  element('td', MARKS[verdict] + (verdict === 'broken' ? ' broken' : ''), verdict === 'broken' ? 'wrong' : undefined), kind,
  element('td', [subject, detail].filter(Boolean).join(': ') + (fix ? '\\n' + fix : ''), 'names')];

const showReason = (text, links) => {
  byId('reason').textContent = text;
  byId('reason').hidden = text === '';
  rows('links', links, linkCells);
  byId('chain').hidden = links.length === 0;
};

const explain = async () => {
  const query = new URLSearchParams({ name: byId('name').value.trim(), type: byId('type').value.trim() });
  try {
    const response = await fetch('v1/why?' + query);
    const found = await response.json();
    if (!response.ok) showReason(found.message, []);
    else showReason(found.name + (found.isWell ? ' is as it should be' : ' is not: see the first broken link'), found.links);
  } catch {
    showReason('no answer from the daemon', []);
  }
};

byId('why').addEventListener('click', explain);
for (const id of ['name', 'type'])
  byId(id).addEventListener('keydown', (event) => { if (event.key === 'Enter') void explain(); });
byId('filter').addEventListener('input', refresh);
setInterval(() => { if (!document.hidden) void refresh(); }, 2000);
void refresh();
`;
