import type { Config } from '../../config/options.ts';
import { runDaemon } from '../../daemon/runDaemon.ts';
import { createLog } from '../../telemetry/log.ts';
import type { Systemd } from '../../telemetry/systemd.ts';
import { createTerminalLine } from '../../telemetry/terminalLine.ts';
import { version } from '../../version.ts';
import type { CommandIo } from '../command.ts';

/** Runs the daemon until stopped; `onReady` is called once, when everything is in the zone. */
export const runDemoDaemon = (
  io: CommandIo,
  config: Config,
  { signal, onReady }: { readonly signal: AbortSignal; readonly onReady: () => Promise<void> },
): Promise<number> => {
  const out = createTerminalLine(io.terminal);
  const format = config.logFormat === 'auto' ? 'pretty' : config.logFormat;
  const log = createLog({ level: config.logLevel, format, out, env: io.env });
  const systemd: Systemd = {
    ready: () => void onReady().catch((error: unknown) => log.error('Cannot show the answers', { error })),
    status: () => undefined,
    stopping: () => undefined,
    close: () => Promise.resolve(),
  };
  return runDaemon({ log, systemd, version, host: io }, config, signal);
};
