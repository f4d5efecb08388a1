import { isReady, readiness } from '../../telemetry/readiness.ts';
import type { Status } from '../../telemetry/status.ts';
import type { Systemd } from '../../telemetry/systemd.ts';
import { statusLine } from './statusLine.ts';

/** Keeps the line in `systemctl status`. */
export type Announcer = {
  /** Something has changed: it is reported now, or as soon as the line may change again. */
  readonly announce: () => void;
  /** Nothing more is reported. */
  readonly close: () => void;
};

/** How often the line may change. */
const statusLineMs = 10_000;

export type AnnouncerDeps = {
  readonly systemd: Pick<Systemd, 'ready' | 'status'>;
  /** Everything that is known: not free to make, and a first sync asks with each message. */
  readonly status: () => Status;
  /** False while something is to be written for the first time, and so nothing can be ready. */
  readonly mayBeReady: () => boolean;
};

/**
 * Reports to systemd once that everything is written, and its state now and then from there on. The last
 * change is always reported: on a quiet cluster nothing comes after it.
 */
export const createAnnouncer = ({ systemd, status, mayBeReady }: AnnouncerDeps): Announcer => {
  let ready = false;
  let last = '';
  let nextMs = 0;
  let timer: NodeJS.Timeout | undefined;
  let closed = false;
  const report = (now: Status): void => {
    clearTimeout(timer);
    timer = undefined;
    nextMs = performance.now() + statusLineMs;
    const line = statusLine(now);
    if (!ready && isReady(readiness(now))) {
      ready = true;
      systemd.ready(line);
    } else if (line !== last) systemd.status(line);
    last = line;
  };
  return {
    announce: () => {
      if (closed) return;
      const waitMs = nextMs - performance.now();
      if (waitMs > 0) timer ??= setTimeout(() => report(status()), waitMs).unref();
      if (waitMs > 0 && (ready || !mayBeReady())) return;
      const now = status();
      if (waitMs <= 0 || isReady(readiness(now))) report(now);
    },
    close: () => {
      closed = true;
      clearTimeout(timer);
    },
  };
};
