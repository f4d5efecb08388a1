import type { Config } from '../../config/options.ts';
import { runDaemon } from '../../daemon/runDaemon.ts';
import { createLog } from '../../telemetry/log.ts';
import type { Systemd } from '../../telemetry/systemd.ts';
import { createTerminalLine } from '../../telemetry/terminalLine.ts';
import { version } from '../../version.ts';

/** Runs the daemon until stopped; `onReady` is called once, when everything is in the zone. */
export const runDemoDaemon = (
  config: Config,
  signal: AbortSignal,
  onReady: () => Promise<void>,
): Promise<number> => {
  const out = createTerminalLine(process.stderr);
  const format = config.logFormat === 'auto' ? 'pretty' : config.logFormat;
  const log = createLog({ level: config.logLevel, format, out, env: process.env });
  const systemd: Systemd = {
    ready: () => void onReady().catch((error: unknown) => log.error('Cannot show the answers', { error })),
    status: () => undefined,
    stopping: () => undefined,
    close: () => Promise.resolve(),
  };
  return runDaemon({ log, systemd, version }, config, signal);
};
