import { Agent, get } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { waitFor } from '../support/waitFor.ts';

/** Requests to a server of 127.0.0.1, while something else goes on. */
export type Load = AsyncDisposable & {
  readonly failures: () => readonly string[];
  readonly answers: () => number;
  /** Resolves once this many more requests have been answered. */
  readonly after: (more: number) => Promise<void>;
  /** Who answered the last requests. */
  readonly last: (count: number) => readonly string[];
};

/**
 * Eight clients, half of which keep their connections: some hundred requests a second. nginx may close a kept
 * connection at any time, so a request on one that was used before is sent again when it is reset (Node's
 * `reusedSocket`), as browsers do it.
 */
export const startLoad = (port: number): Load => {
  const failures: string[] = [];
  const answers: string[] = [];
  const stop = new AbortController();
  const agent = new Agent({ keepAlive: true });
  const ask = async (kept: boolean): Promise<void> => {
    for (;;) {
      const { end, text } = await requestOnce(port, kept ? agent : undefined);
      if (end === 'stale') continue;
      if (end === 'answer') answers.push(text);
      else failures.push(text);
      return;
    }
  };
  const clients = Array.from({ length: 8 }, async (_, index) => {
    while (!stop.signal.aborted) {
      await ask(index % 2 === 0);
      await pause(10);
    }
  });
  return {
    failures: () => failures,
    answers: () => answers.length,
    after: async (more) => {
      const expected = answers.length + more;
      await waitFor(`${more} more answers`, () => answers.length >= expected, { deadlineMs: 30_000 });
    },
    last: (count) => [...new Set(answers.slice(-count))].sort(),
    [Symbol.asyncDispose]: async () => {
      stop.abort();
      await Promise.all(clients);
      agent.destroy();
    },
  };
};

type RequestEnd = { readonly end: 'answer' | 'failure' | 'stale'; readonly text: string };

const requestOnce = (port: number, agent: Agent | undefined): Promise<RequestEnd> =>
  new Promise((resolve) => {
    const request = get({ host: '127.0.0.1', port, agent: agent ?? false, timeout: 10_000 }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (part: string) => (text += part));
      response.on('error', (error) => resolve({ end: 'failure', text: error.message }));
      response.on('end', () =>
        resolve({
          end: response.statusCode === 200 ? 'answer' : 'failure',
          text: `${response.statusCode === 200 ? '' : response.statusCode}${text}`,
        }),
      );
    });
    request.on('timeout', () => request.destroy(new Error('timeout')));
    request.on('error', (error) => {
      const isStale = request.reusedSocket && 'code' in error && error.code === 'ECONNRESET';
      resolve({ end: isStale ? 'stale' : 'failure', text: error.message });
    });
  });
