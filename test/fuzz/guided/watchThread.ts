/** The thread of `watchInputs`. */
import { writeSync } from 'node:fs';
import { workerData } from 'node:worker_threads';
import { saveInput } from './saveInput.ts';

const { shared, target, mostSeconds } = workerData as {
  /** How many inputs there were, the length of this one, and its octets. */
  readonly shared: SharedArrayBuffer;
  readonly target: string;
  readonly mostSeconds: number;
};
const count = new Int32Array(shared, 0, 2);
let last = -1;
let before = 0;

setInterval(() => {
  const now = Atomics.load(count, 0);
  const seconds = process.cpuUsage().user / 1e6;
  if (now !== last) before = seconds;
  else if (seconds - before > mostSeconds) {
    const saved = saveInput(target, new Uint8Array(shared, 8, count[1]));
    writeSync(2, `${target} takes more than ${mostSeconds} s of processor time\n\n${saved}\n`);
    process.kill(process.pid, 'SIGKILL');
  }
  last = now;
}, mostSeconds * 150);
