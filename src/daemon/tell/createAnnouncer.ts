import { isReady, readiness } from '../../telemetry/readiness.ts';
import type { Status } from '../../telemetry/status.ts';
import type { Systemd } from '../../telemetry/systemd.ts';

/** How often the line in `systemctl status` may change. */
const statusLineMs = 10_000;

export type AnnouncerDeps = {
  readonly systemd: Systemd;
  /** Everything that is known: not free to make, and a first sync asks with each message. */
  readonly status: () => Status;
  /** False while something is to be written for the first time, and so nothing can be ready. */
  readonly mayBeReady: () => boolean;
};

/** Reports to systemd once that everything is written, and its state now and then from there on. */
export const createAnnouncer = ({ systemd, status, mayBeReady }: AnnouncerDeps): (() => void) => {
  let ready = false;
  let nextMs = 0;
  return () => {
    const isLineDue = performance.now() >= nextMs;
    if (!isLineDue && (ready || !mayBeReady())) return;
    const now = status();
    const becameReady = !ready && isReady(readiness(now));
    if (!becameReady && !isLineDue) return;
    nextMs = performance.now() + statusLineMs;
    const zones = now.zones.map((zone) => `${zone.zone} ${zone.state}, ${zone.recordsOwned} records`);
    const line =
      now.leadership.kind === 'standby' ? `standing by, ${now.leadership.holder} writes` : zones.join('; ');
    if (becameReady) {
      ready = true;
      systemd.ready(line);
    } else systemd.status(line);
  };
};
