import { type RunningProcess, startProcess, whenReady } from '../support/process.ts';

/** A pod: a process with an address of its own that answers it. */
export interface RealPod extends AsyncDisposable {
  readonly address: string;
  /** What its EndpointSlice says. */
  ready: boolean;
  readonly process: RunningProcess;
}

const script = `
const [address, port] = process.argv.slice(1);
let asked = 0;
const server = require('node:http').createServer((request, response) => {
  if (request.url === '/asked') return void response.end(String(asked));
  asked += 1;
  setTimeout(() => response.end(address), Math.random() * 5);
});
server.keepAliveTimeout = 60_000;
server.listen(Number(port), address);
`;

/** @param address of 127.0.0.0/8, where every pod can have the same port */
export const startRealPod = async (address: string, port: number): Promise<RealPod> => {
  const running = startProcess([process.execPath, '-e', script, address, String(port)]);
  await whenReady(`the pod ${address} answers`, running, async () => (await askedOfPod(address, port)) >= 0);
  return { address, ready: true, process: running, [Symbol.asyncDispose]: running.stop };
};

/** How many requests it has had, this one not counted. */
export const askedOfPod = async (address: string, port: number): Promise<number> =>
  Number(await (await fetch(`http://${address}:${port}/asked`)).text());
