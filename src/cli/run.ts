import { runDaemon } from '../daemon/runDaemon.ts';
import { createLog } from '../telemetry/log.ts';
import { createProgress, type Progress } from '../telemetry/progress.ts';
import { runSystemdNotify } from '../telemetry/runSystemdNotify.ts';
import type { Status } from '../telemetry/status.ts';
import { createSystemd } from '../telemetry/systemd.ts';
import { createTerminalLine, type TerminalLine } from '../telemetry/terminalLine.ts';
import { version } from '../version.ts';
import type { Command } from './command.ts';
import { plan } from './plan/plan.ts';
import { unfinishedRun } from './unfinishedRun.ts';

/** `k8s-bind run`, the daemon. */
export const run: Command = async (io, config, signal) => {
  if (config.dryRun) return plan(io, config, signal);
  const out = createTerminalLine(io.terminal);
  const log = createLog({ level: config.logLevel, format: config.logFormat, out, env: io.env });
  const systemd = createSystemd({
    env: io.env,
    pid: io.pid,
    run: (assignments) => runSystemdNotify(assignments, io.env),
    log,
  });
  const onProgress = showProgress(out);
  try {
    const onStatus = (status: () => Status): void => io.doing(() => unfinishedRun(status(), config));
    return await runDaemon({ log, systemd, version, host: io, onProgress, onStatus }, config, signal);
  } finally {
    await systemd.close();
  }
};

/** A line at the bottom of the terminal for a first sync that takes a while. */
const showProgress = (out: TerminalLine): ((zone: string, done: number, total: number) => void) => {
  const lines = new Map<string, Progress>();
  return (zone, done, total) => {
    if (out.isTTY !== true) return;
    let line = lines.get(zone);
    if (line === undefined) {
      line = createProgress(out, { label: zone, unit: 'services' }, () => performance.now());
      lines.set(zone, line);
    }
    if (total === 0) line.end();
    else line.update(done, total);
  };
};
