/** Times of the page, by the daemon's clock. */
export const TIME_SCRIPT = String.raw`
const clock = { aheadMs: 0 };
const nowMs = () => Date.now() + clock.aheadMs;

/* The daemon's clock may be another one than the reader's. */
const noteClock = (response) => {
  const dateMs = Date.parse(response.headers.get('date'));
  if (dateMs && Math.abs(dateMs - nowMs()) > 5000) clock.aheadMs = dateMs - Date.now();
};

const ago = (thenMs) => {
  if (!thenMs) return 'never';
  const seconds = Math.max(0, Math.round((nowMs() - thenMs) / 1000));
  if (seconds < 120) return seconds + ' s ago';
  if (seconds < 7200) return Math.round(seconds / 60) + ' min ago';
  return seconds < 172800 ? Math.round(seconds / 3600) + ' h ago' : Math.round(seconds / 86400) + ' days ago';
};

const duration = (ms) => ms < 1000 ? Math.round(ms) + ' ms' : (ms / 1000).toFixed(ms < 10000 ? 1 : 0) + ' s';
`;
