import type { Log } from './log.ts';
import { createSpells, spellClock } from './spells.ts';

/** What is reported to systemd (sd_notify(3)). Outside of systemd nothing is done. */
export type Systemd = {
  readonly ready: (status: string) => void;
  /** The line in `systemctl status`. */
  readonly status: (text: string) => void;
  readonly stopping: (status: string) => void;
  /** Ends the watchdog's timer and waits for what is being sent. */
  readonly close: () => Promise<void>;
};

export type SystemdDeps = {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly pid: number;
  /** Runs `systemd-notify` with these arguments to its end. */
  readonly run: (args: readonly string[]) => Promise<void>;
  readonly log: Log;
};

/**
 * Sends notifications one after another, each by a short `systemd-notify`: Node has no datagram sockets of
 * the Unix family, and that program waits until systemd has read the message, so it is not lost when the
 * child has gone. The unit needs `NotifyAccess=all`. A status that is overtaken by a newer one is not sent.
 */
export const createSystemd = ({ env, pid, run, log }: SystemdDeps): Systemd => {
  if ((env['NOTIFY_SOCKET'] ?? '') === '') return SILENT;
  const spells = createSpells(log, spellClock);
  let state: readonly string[] = [];
  let status: string | undefined;
  let sending: Promise<void> | undefined;

  const drain = async (): Promise<void> => {
    while (state.length > 0 || status !== undefined) {
      const args = [...state, ...(status === undefined ? [] : [`STATUS=${status}`])];
      state = [];
      status = undefined;
      await run(args).then(
        () => spells.ended('systemd', { message: 'systemd hears again how the service is' }),
        (error: unknown) =>
          spells.failed('systemd', '', {
            message: 'Cannot tell systemd how the service is',
            fields: { error },
          }),
      );
    }
    sending = undefined;
  };
  const send = (assignments: readonly string[], text: string | undefined): void => {
    state = [...state, ...assignments];
    status = text ?? status;
    sending ??= drain();
  };

  const watchdog = startWatchdog(env, pid, () => send(['WATCHDOG=1'], undefined));
  return {
    ready: (text) => send(['READY=1'], text),
    status: (text) => send([], text),
    stopping: (text) => send(['STOPPING=1'], text),
    close: async () => {
      clearInterval(watchdog);
      await sending;
    },
  };
};

const SILENT: Systemd = { ready: () => {}, status: () => {}, stopping: () => {}, close: async () => {} };

/**
 * Half of the unit's WatchdogSec, when it is meant for this process. The timer fires only while the event
 * loop runs: that is what it proves.
 */
const startWatchdog = (
  env: SystemdDeps['env'],
  pid: number,
  beat: () => void,
): NodeJS.Timeout | undefined => {
  const microseconds = Number(env['WATCHDOG_USEC'] ?? 0);
  const meant = env['WATCHDOG_PID'] === undefined || env['WATCHDOG_PID'] === String(pid);
  return microseconds > 0 && meant ? setInterval(beat, microseconds / 2000).unref() : undefined;
};
