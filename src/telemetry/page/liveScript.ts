/** Keeps the page as the daemon is: by server-sent events, and by asking where there is no room for these. */
export const LIVE_SCRIPT = String.raw`
const LOST_AFTER_MS = 3000;
const SILENT_AFTER_MS = 40000;
const AGAIN_MS = 5000;

const live = { source: undefined, summary: undefined, heardMs: Date.now(), lostMs: undefined, again: undefined };

const onSummary = (summary) => {
  const before = live.summary;
  live.heardMs = Date.now();
  live.lostMs = undefined;
  live.summary = summary;
  list.zones = summary.zones;
  list.reasons = new Map(summary.findings.filter(({ object }) => object).reverse().map(({ object, message }) => [object, message]));
  setOptions('zone', summary.zones.map(({ label }) => label));
  showSummary(summary);
  if (before?.revision !== summary.revision) void loadObjects();
};

const askOnce = async () => {
  const response = await fetch('v1/summary').catch(() => undefined);
  const summary = response?.ok ? await response.json().catch(() => undefined) : undefined;
  if (summary) onSummary(summary);
  else live.lostMs ??= Date.now() - LOST_AFTER_MS;
  live.again = setTimeout(connectLive, AGAIN_MS);
};

const connectLive = () => {
  closeLive();
  live.source = new EventSource('v1/live');
  live.source.addEventListener('message', ({ data }) => onSummary(JSON.parse(data)));
  live.source.addEventListener('error', () => {
    live.lostMs ??= Date.now();
    if (live.source.readyState === EventSource.CLOSED) void askOnce();
  });
};

const closeLive = () => {
  clearTimeout(live.again);
  live.source?.close();
};

const isLost = () =>
  Date.now() - live.heardMs > SILENT_AFTER_MS || (live.lostMs !== undefined && Date.now() - live.lostMs >= LOST_AFTER_MS);

/* Ages grow although nothing happens. */
const tick = () => {
  if (document.hidden) return;
  if (isLost()) showVerdict({ kind: 'bad', text: 'no answer from the daemon' });
  else if (live.summary) showSummary(live.summary);
};

const startLive = () => {
  connectLive();
  setInterval(tick, 1000);
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) return closeLive();
    live.heardMs = Date.now();
    connectLive();
  });
  addEventListener('resize', () => live.summary && showLatencies(live.summary.latencies));
};
`;
