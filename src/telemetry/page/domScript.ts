/**
 * Elements of the page. All that comes from elsewhere is put in as text, never as markup: names are given by
 * people who may not be the operator. What has not changed is not touched, so that a selection stays.
 */
export const DOM_SCRIPT = String.raw`
const byId = (id) => document.getElementById(id);

const element = (name, className, text) => {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text) made.textContent = text;
  return made;
};

const setText = (node, text) => {
  if (node.textContent !== String(text)) node.textContent = text;
};

const setClass = (node, className) => {
  if (node.className !== className) node.className = className;
};

/* Shows items in a list. What stays keeps its node, found by its key; nodes move only with the order. */
const showList = (parent, items, { keyOf, make, fill }) => {
  const nodes = (parent.nodesByKey ??= new Map());
  const keys = new Set(items.map(keyOf));
  for (const [key, node] of nodes) {
    if (keys.has(key)) continue;
    node.remove();
    nodes.delete(key);
  }
  let place = parent.firstChild;
  for (const item of items) {
    const key = keyOf(item);
    let node = nodes.get(key);
    if (!node) nodes.set(key, (node = make(item)));
    if (node === place) place = place.nextSibling;
    else parent.insertBefore(node, place);
    fill(node, item);
  }
};

/* A row whose cells say, on a narrow screen, which column they are of. */
const makeRow = (table) => () => {
  const row = element('tr');
  for (const head of byId(table).querySelectorAll('th')) {
    const cell = element('td');
    cell.dataset.label = head.textContent;
    row.append(cell);
  }
  return row;
};

const showTable = (table, body, items, keyOf, textsOf) => {
  showList(byId(body), items, {
    keyOf, make: makeRow(table),
    fill: (row, item) => textsOf(item).forEach((text, at) => setText(row.cells[at], text)),
  });
  byId(table).hidden = items.length === 0;
  byId(body + '-note').hidden = items.length > 0;
};

const number = (count) => count.toLocaleString('en');
const counted = (count, one, many) => number(count) + ' ' + (count === 1 ? one : many);
`;
