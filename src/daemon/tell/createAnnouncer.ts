import { isReady, readiness } from '../../telemetry/readiness.ts';
import type { Status } from '../../telemetry/status.ts';
import type { Systemd } from '../../telemetry/systemd.ts';

/** How often the line in `systemctl status` may change. */
const statusLineMs = 10_000;

/** Reports to systemd once that everything is written, and its state now and then from there on. */
export const createAnnouncer = (systemd: Systemd, status: () => Status): (() => void) => {
  let ready = false;
  let nextMs = 0;
  return () => {
    if (ready && performance.now() < nextMs) return;
    const now = status();
    const becameReady = !ready && isReady(readiness(now));
    if (!becameReady && performance.now() < nextMs) return;
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
