/** The field that asks why a name answers as it does, and the chain that comes back. */
export const WHY_SCRIPT = String.raw`
const MARKS = { ok: '\u2713 ', broken: '\u2717 ', unknown: '? ' };

const makeLink = ({ kind, verdict, subject, detail, fix }) => {
  const item = element('li', 'link ' + verdict);
  item.append(element('p', '', MARKS[verdict] + kind + ': ' + [subject, detail].filter(Boolean).join(': ')));
  if (fix) item.append(element('p', 'fix', fix));
  return item;
};

const showReason = (text, links) => {
  setText(byId('reason'), text);
  byId('reason').hidden = text === '';
  byId('links').replaceChildren(...links.map(makeLink));
};

const explain = async () => {
  const query = new URLSearchParams({ name: byId('why-name').value.trim() });
  const type = byId('why-type').value.trim();
  if (type !== '') query.set('type', type);
  const response = await fetch('v1/why?' + query).catch(() => undefined);
  const found = await response?.json().catch(() => undefined);
  if (found === undefined) return showReason('The daemon does not answer.', []);
  if (!response.ok) return showReason(found.message, []);
  showReason(found.name + (found.isWell ? ' is as it should be.' : ' is not as it should be: see the broken link.'), found.links);
};

const startWhy = () => byId('why').addEventListener('submit', (event) => {
  event.preventDefault();
  void explain();
});
`;
