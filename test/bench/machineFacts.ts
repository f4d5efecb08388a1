import { cpus, loadavg, totalmem } from 'node:os';
import { run } from '../support/process.ts';

/**
 * What the figures depend on, in one line. The load counts: others on the same cores make everything slower,
 * the reference too.
 */
export async function machineFacts(): Promise<string> {
  const [model = 'unknown'] = cpus().map((cpu) => cpu.model);
  const bind = /BIND \S+/.exec(await run(['named', '-v']))?.[0] ?? 'BIND';
  const memory = `${Math.round(totalmem() / 2 ** 30)} GB`;
  const [load = 0] = loadavg();
  return `${cpus().length} × ${model}, ${memory}, load ${load.toFixed(1)}, Node ${process.version}, ${bind}`;
}
