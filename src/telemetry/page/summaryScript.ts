/** What the page shows of a summary: the verdict, what is wrong, zones, changes and watches. */
export const SUMMARY_SCRIPT = String.raw`
const ZONE_STATES = {
  starting: 'not read yet', syncing: 'first sync', inStep: 'in step', behind: 'behind', standby: 'stands by', fencedOut: 'taken over',
};

const showVerdict = ({ kind, text }) => {
  setText(byId('verdict'), text);
  setClass(byId('verdict'), 'verdict ' + kind);
  document.title = (kind === 'bad' ? '\u2717 ' : '') + text + ' · k8s-bind';
};

const makeFinding = () => {
  const item = element('li', 'finding');
  item.append(element('p', 'message'), element('p', 'fix'), element('p', 'faint'));
  return item;
};

const fillFinding = (item, { code, message, fix, zone, object, sinceMs }) => {
  const [what, how, where] = item.children;
  setText(what, message);
  setText(how, fix);
  how.hidden = fix === '';
  setText(where, [object, zone && 'zone ' + zone, sinceMs && 'since ' + ago(sinceMs).replace(' ago', ''), code].filter(Boolean).join(' · '));
  where.hidden = where.textContent === '';
};

const showFindings = ({ findings, findingCount, verdict }) => {
  showList(byId('findings'), findings, {
    keyOf: ({ code, zone, object, message }) => [code, zone, object, message].join('\n'), make: makeFinding, fill: fillFinding,
  });
  const shown = findings.reduce((sum, { more = 1 }) => sum + more, 0);
  if (findings.length === 0) setText(byId('findings-note'), verdict.kind === 'busy' ? 'None so far: the daemon is starting.' : 'None.');
  else setText(byId('findings-note'), shown < findingCount ? 'And ' + number(findingCount - shown) + ' more.' : '');
};

const makeChange = () => {
  const item = element('li', 'change');
  item.append(element('time'), element('span'), element('small', 'faint'));
  return item;
};

const showChanges = (changes, severalZones) => {
  showList(byId('changes'), changes, {
    keyOf: ({ atMs, zone, kind, text }) => [atMs, zone, kind, text].join('\n'), make: makeChange,
    fill: (item, { atMs, kind, text, zone }) => {
      setText(item.children[0], ago(atMs));
      setText(item.children[1], kind + ': ' + text);
      setText(item.children[2], severalZones ? ' · ' + zone : '');
    },
  });
  byId('changes-note').hidden = changes.length > 0;
};

const aboutText = ({ version, owner, source, services, endpoints, startedMs }) => [
  version, 'from ' + source, owner ? 'owner ' + owner : 'owner not known yet',
  counted(services, 'Service', 'Services'), counted(endpoints, 'endpoint', 'endpoints'), 'started ' + ago(startedMs)].join(' · ');

const zoneTexts = (zone) => [
  zone.label, ZONE_STATES[zone.state] ?? zone.state, zone.server, number(zone.recordsOwned), number(zone.pending), zone.serial, ago(zone.lastWriteMs)];

const watchTexts = ({ resource, synced, mayBeAbsent, objects, lastHeardMs, problem }) => [
  resource, problem ?? (synced ? 'synced' : mayBeAbsent ? 'not there' : 'not synced'), number(objects), lastHeardMs ? ago(lastHeardMs) : ''];

/* Of what nothing is there, one line says it for all. */
const showWatches = (watches) => {
  const isWorthARow = ({ objects, synced, problem }) => objects > 0 || !synced || problem;
  const rows = watches.filter(isWorthARow);
  showTable('watches-table', 'watches', rows, ({ resource }) => resource, watchTexts);
  const others = watches.filter((watch) => !isWorthARow(watch)).map(({ resource }) => resource);
  setText(byId('watches-note'), others.length > 0 ? 'Watched, and empty: ' + others.join(', ') + '.' : 'Nothing is watched yet.');
  byId('watches-note').hidden = rows.length > 0 && others.length === 0;
};

const showSummary = (summary) => {
  showVerdict(summary.verdict);
  setText(byId('about'), aboutText(summary));
  showFindings(summary);
  showTable('zones-table', 'zones', summary.zones, ({ label, server }) => label + ' ' + server, zoneTexts);
  showLatencies(summary.latencies);
  showChanges(summary.changes, summary.zones.length > 1);
  showWatches(summary.watches);
};
`;
