import { runDaemon } from '../daemon/daemon.ts';
import { createLog } from '../telemetry/log.ts';
import { createNotifier } from '../telemetry/notify.ts';
import { runSystemdNotify } from '../telemetry/systemdNotify.ts';
import { createTerminalLine } from '../telemetry/terminalLine.ts';
import { version } from '../version.ts';
import type { Command } from './command.ts';
import { plan } from './plan/plan.ts';

/** `k8s-bind run`, the daemon. */
export const run: Command = async (io, config, signal) => {
  if (config.dryRun) return plan(io, config, signal);
  const out = createTerminalLine(process.stderr);
  const log = createLog({ level: config.logLevel, format: config.logFormat, out, env: process.env });
  const notifier = createNotifier({ env: process.env, pid: process.pid, run: runSystemdNotify, log });
  try {
    return await runDaemon({ log, notifier, version }, config, signal);
  } finally {
    await notifier.close();
  }
};
