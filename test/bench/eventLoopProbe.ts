/**
 * Loaded into the daemon before its own program (`node --require`): notes each stretch in which the event
 * loop was blocked, one JSON line in the file that BENCH_EVENT_LOOP_FILE names.
 */
import { appendFileSync } from 'node:fs';

const file = process.env['BENCH_EVENT_LOOP_FILE'] ?? '/dev/null';
const tickMs = 2;
const notedMs = 8;

let lastMs = performance.now();
let lastCpu = process.threadCpuUsage();

setInterval(() => {
  const blockedMs = performance.now() - lastMs - tickMs;
  const cpu = process.threadCpuUsage(lastCpu);
  if (blockedMs >= notedMs) {
    const line = { endMs: Date.now(), blockedMs, cpuMs: (cpu.user + cpu.system) / 1000 };
    appendFileSync(file, `${JSON.stringify(line)}\n`);
  }
  lastMs = performance.now();
  lastCpu = process.threadCpuUsage();
}, tickMs).unref();
