import { setTimeout as pause } from 'node:timers/promises';
import { execa } from 'execa';
import type { Host } from '../support/lanNamespaces.ts';

/** What became of one request by curl, which resolves the name anew. */
export interface Request {
  /** The body, or what curl says went wrong. */
  readonly answer: string;
  readonly failed: boolean;
}

export async function request(from: Host, url: string): Promise<Request> {
  const [file, ...args] = [...from.prefix, 'curl', '-sS', '--fail', '--max-time', '5', url];
  const { exitCode, stdout, stderr } = await execa(file, args, { reject: false, stdin: 'ignore' });
  return { failed: exitCode !== 0, answer: (exitCode === 0 ? stdout : stderr).trim() };
}

/** Asks again and again, one request after the other, while something else goes on. */
export interface RequestLoop extends AsyncDisposable {
  readonly requests: readonly Request[];
  /** Resolves once this many more requests have ended. */
  readonly after: (more: number) => Promise<void>;
  readonly failures: () => readonly string[];
}

export function requestLoop(from: Host, url: string): RequestLoop {
  const requests: Request[] = [];
  const stop = new AbortController();
  const running = (async () => {
    while (!stop.signal.aborted) requests.push(await request(from, url));
  })();
  return {
    requests,
    after: async (more) => {
      const expected = requests.length + more;
      while (requests.length < expected) await pause(20);
    },
    failures: () => requests.filter(({ failed }) => failed).map(({ answer }) => answer),
    [Symbol.asyncDispose]: async () => {
      stop.abort();
      await running;
    },
  };
}
