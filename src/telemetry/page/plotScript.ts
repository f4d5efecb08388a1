/** The small plot of latencies: the time of a change on a logarithmic scale, one point a minute. */
export const PLOT_SCRIPT = String.raw`
const svg = (name, attributes, text) => {
  const made = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  if (text) made.textContent = text;
  return made;
};

const PLOT = { height: 136, left: 56, bottom: 20, top: 8, minutes: 60 };

const drawPlot = (minutes) => {
  const width = Math.max(240, byId('plot').clientWidth);
  const drawn = JSON.stringify([width, Math.floor(nowMs() / 60000), minutes]);
  if (byId('plot').drawn === drawn) return;
  byId('plot').drawn = drawn;
  const most = Math.max(1000, ...minutes.map(({ p99Ms }) => p99Ms));
  const decades = Math.ceil(Math.log10(most));
  const y = (ms) => PLOT.top + (PLOT.height - PLOT.top - PLOT.bottom) * (1 - Math.log10(Math.max(1, ms)) / decades);
  const startMs = nowMs() - PLOT.minutes * 60000;
  const x = (atMs) => PLOT.left + (width - PLOT.left - 8) * Math.min(1, Math.max(0, (atMs + 30000 - startMs) / (PLOT.minutes * 60000)));
  const image = svg('svg', { viewBox: '0 0 ' + width + ' ' + PLOT.height, role: 'img', 'aria-labelledby': 'plot-note' });
  for (let decade = 0; decade <= decades; decade += 1) {
    image.append(svg('line', { class: 'grid', x1: PLOT.left, x2: width - 8, y1: y(10 ** decade), y2: y(10 ** decade) }));
    image.append(svg('text', { x: PLOT.left - 6, y: y(10 ** decade) + 4, 'text-anchor': 'end' }, duration(10 ** decade)));
  }
  image.append(svg('text', { x: PLOT.left, y: PLOT.height - 4 }, '1 h ago'));
  image.append(svg('text', { x: width - 8, y: PLOT.height - 4, 'text-anchor': 'end' }, 'now'));
  for (const series of ['p50', 'p99']) {
    const points = minutes.map((minute) => [x(minute.atMs).toFixed(1), y(minute[series + 'Ms']).toFixed(1)]);
    image.append(svg('polyline', { class: series, points: points.map((point) => point.join(',')).join(' ') }));
    for (const [cx, cy] of points) image.append(svg('circle', { class: series, cx, cy, r: 3 }));
  }
  byId('plot').replaceChildren(image);
};

const showLatencies = (minutes) => {
  byId('plot').hidden = minutes.length === 0;
  if (minutes.length === 0) return setText(byId('plot-note'), 'Nothing was written in the last hour.');
  const last = minutes.at(-1);
  const changes = minutes.reduce((sum, { count }) => sum + count, 0);
  setText(byId('plot-note'), counted(changes, 'change', 'changes') + ' in the last hour. The last minute with any: half within ' +
    duration(last.p50Ms) + ' (p50, solid line), 99 of 100 within ' + duration(last.p99Ms) + ' (p99, dashed line).');
  drawPlot(minutes);
};
`;
