/** The objects with their names: filters, pages of 100, and all records of one object on demand. */
export const OBJECTS_SCRIPT = String.raw`
const PAGE_SIZE = 100;
const SHOWN_RECORDS = 3;
const RECORDS_AT_ONCE = 200;

const OBJECT_STATES = {
  published: ['published', 'good'], empty: ['no names', ''], outside: ['outside the networks', ''], pending: ['on its way', 'waits'],
  held: ['kept for now', 'waits'], unpublishable: ['in part not for DNS', 'wrong'], conflict: ['conflict', 'wrong'],
  omitted: ['left out by BIND', 'wrong'], quarantined: ['refused by BIND', 'wrong'],
};

const FILTERS = ['search', 'state', 'kind', 'namespace', 'zone'];

/* after: the keys before each page so far, the last one is this page's. */
const list = { after: [''], next: null, turn: 0, reasons: new Map(), zones: [], chosen: {} };

const chosenFilters = () => {
  const chosen = {};
  for (const id of FILTERS) {
    const value = byId(id).value.trim();
    if (value !== '') chosen[id] = value;
  }
  return chosen;
};

const objectsQuery = () => {
  const { zone, ...others } = list.chosen;
  const found = list.zones.find(({ label }) => label === zone);
  const inZone = zone ? { zone: found?.zone ?? zone, ...(found?.view ? { view: found.view } : {}) } : {};
  return new URLSearchParams({ ...others, ...inZone, limit: PAGE_SIZE, after: list.after.at(-1) });
};

const loadObjects = async () => {
  const turn = ++list.turn;
  const response = await fetch('v1/objects?' + objectsQuery()).catch(() => undefined);
  const page = response?.ok ? await response.json().catch(() => undefined) : undefined;
  if (turn !== list.turn || page === undefined) return;
  noteClock(response);
  showObjects(page);
};

const showObjects = ({ objects, next, total, kinds, namespaces }) => {
  list.next = next;
  setOptions('kind', kinds);
  setOptions('namespace', namespaces.filter(Boolean));
  showList(byId('objects'), objects, { keyOf: ({ key }) => key, make: makeObjectRow, fill: fillObjectRow });
  const first = (list.after.length - 1) * PAGE_SIZE + 1;
  const isFiltered = Object.keys(list.chosen).length > 0;
  setText(byId('count'), objects.length === 0 ? counted(total, 'object', 'objects') + ' in all' :
    number(first) + ' to ' + number(first + objects.length - 1) + (isFiltered ? ' of those that match' : '') + ', ' +
    counted(total, 'object', 'objects') + ' in all');
  byId('objects-table').hidden = objects.length === 0;
  byId('objects-note').hidden = objects.length > 0;
  setText(byId('objects-note'), isFiltered ? 'Nothing matches. Clear the filters to see all ' + counted(total, 'object', 'objects') + '.' :
    'There is no object yet that asks for a name. As soon as there is a Service, it stands here.');
  for (const id of ['previous', 'next']) byId(id).disabled = false;
  setDisabled('previous', list.after.length === 1, 'next');
  setDisabled('next', next === null, 'previous');
};

/* A button that cannot be pressed any more passes the focus on. */
const setDisabled = (id, isDisabled, other) => {
  const hadFocus = document.activeElement === byId(id);
  byId(id).disabled = isDisabled;
  if (hadFocus && isDisabled) byId(other).focus();
};

const setOptions = (id, values) => {
  const select = byId(id);
  const chosen = select.value;
  const shown = chosen && !values.includes(chosen) ? [...values, chosen] : values;
  const there = [...select.options].slice(1).map(({ value }) => value);
  if (there.join('\n') === shown.join('\n')) return;
  select.replaceChildren(select.options[0], ...shown.map((value) => {
    const option = element('option', '', value);
    option.value = value;
    return option;
  }));
  select.value = chosen;
};

const makeObjectRow = ({ key }) => {
  const row = makeRow('objects-table')();
  const [object, state, , , records] = row.cells;
  object.append(element('span'), element('small'));
  state.append(element('span', 'state'), element('small'));
  records.className = 'records';
  const [lines, all, more] = [element('div'), element('button', '', 'all records'), element('button', '', 'more')];
  for (const button of [all, more]) button.type = 'button';
  all.addEventListener('click', () => {
    row.openRecords = row.openRecords ? 0 : RECORDS_AT_ONCE;
    fillObjectRow(row, row.object);
  });
  more.addEventListener('click', () => {
    row.openRecords += RECORDS_AT_ONCE;
    fillObjectRow(row, row.object);
  });
  records.append(lines, all, more);
  row.openRecords = 0;
  row.dataset.key = key;
  return row;
};

const fillObjectRow = (row, found) => {
  row.object = found;
  const { object, state, type, addresses, readyEndpoints, endpoints, recordCount } = found;
  const [name, how, where, ready, records] = row.cells;
  const [text, className] = OBJECT_STATES[state] ?? [state, ''];
  setText(name.children[0], object.namespace === '' ? object.name : object.namespace + '/' + object.name);
  setText(name.children[1], type ? object.kind + ', ' + type : object.kind);
  setText(how.children[0], text);
  setClass(how.children[0], 'state ' + className);
  setText(how.children[1], list.reasons.get(object.kind + ' ' + name.children[0].textContent) ?? '');
  setText(where, addresses.join(' '));
  setText(ready, endpoints === 0 ? '' : number(readyEndpoints) + ' of ' + number(endpoints) + ' ready');
  const [, all, more] = records.children;
  all.hidden = recordCount <= SHOWN_RECORDS;
  setText(all, row.openRecords ? 'fewer records' : 'all ' + number(recordCount) + ' records');
  all.setAttribute('aria-expanded', String(row.openRecords > 0));
  if (row.openRecords) return void loadRecords(row);
  more.hidden = true;
  showRecords(row, found.records.slice(0, SHOWN_RECORDS));
};

const showRecords = (row, lines) => showList(row.cells[4].children[0], lines, {
  keyOf: (line) => line, make: (line) => element('div', '', line), fill: () => {},
});

const recordLines = ({ name, ttlSeconds, type, rdatas, view }) =>
  rdatas.map((rdata) => [name, ttlSeconds, type, rdata].join(' ') + (view ? ' (view ' + view + ')' : ''));

const loadRecords = async (row) => {
  const most = row.openRecords;
  const query = new URLSearchParams({ object: row.object.key, limit: most + 1 });
  const response = await fetch('v1/records?' + query).catch(() => undefined);
  const rrsets = response?.ok ? await response.json().catch(() => undefined) : undefined;
  if (rrsets === undefined || row.openRecords !== most) return;
  showRecords(row, rrsets.slice(0, most).flatMap(recordLines));
  row.cells[4].children[2].hidden = rrsets.length <= most;
};

const showFirstPage = () => {
  list.after = [''];
  list.chosen = chosenFilters();
  history.replaceState(null, '', '?' + new URLSearchParams(list.chosen));
  void loadObjects();
};

const startObjects = () => {
  for (const [value, [text]] of Object.entries(OBJECT_STATES)) {
    const option = element('option', '', text);
    option.value = value;
    byId('state').append(option);
  }
  for (const [id, value] of new URLSearchParams(location.search)) {
    if (!FILTERS.includes(id)) continue;
    if (byId(id).options) setOptions(id, [...[...byId(id).options].slice(1).map((option) => option.value), value]);
    byId(id).value = value;
  }
  let typing;
  byId('search').addEventListener('input', () => {
    clearTimeout(typing);
    typing = setTimeout(showFirstPage, 150);
  });
  for (const id of FILTERS.slice(1)) byId(id).addEventListener('change', showFirstPage);
  byId('filters').addEventListener('submit', (event) => event.preventDefault());
  byId('clear').addEventListener('click', () => {
    for (const id of FILTERS) byId(id).value = '';
    showFirstPage();
  });
  byId('next').addEventListener('click', () => {
    if (list.after.at(-1) !== list.next) list.after.push(list.next);
    void loadObjects();
  });
  byId('previous').addEventListener('click', () => {
    list.after.pop();
    void loadObjects();
  });
  showFirstPage();
};
`;
