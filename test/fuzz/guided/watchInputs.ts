import { Worker } from 'node:worker_threads';

export interface Watch {
  readonly see: (input: Uint8Array) => void;
  readonly close: () => Promise<unknown>;
}

/**
 * A thread that ends the process when one input takes half a minute of processor time, which nothing else
 * could do, and puts that input into a file.
 */
export const watchInputs = (file: string): Watch => {
  const shared = new SharedArrayBuffer(8 + mostOctets);
  const [count, octets] = [new Int32Array(shared, 0, 2), new Uint8Array(shared, 8)];
  const worker = new Worker(watching, { eval: true, workerData: { shared, file } });
  worker.unref();
  return {
    see: (input) => {
      const seen = input.subarray(0, mostOctets);
      octets.set(seen);
      count[1] = seen.length;
      Atomics.add(count, 0, 1);
    },
    close: () => worker.terminate(),
  };
};

const mostOctets = 1_000_000;

const watching = `
const { workerData: { shared, file } } = require('node:worker_threads');
const { writeFileSync } = require('node:fs');
const count = new Int32Array(shared, 0, 2);
let last = -1;
let before = 0;
setInterval(() => {
  const now = Atomics.load(count, 0);
  const seconds = process.cpuUsage().user / 1e6;
  if (now !== last) before = seconds;
  else if (seconds - before > 30) {
    writeFileSync(file, new Uint8Array(shared, 8, count[1]));
    writeFileSync(2, 'takes more than half a minute of processor time: ' + file + '\\n');
    process.kill(process.pid, 'SIGKILL');
  }
  last = now;
}, 5_000);
`;
