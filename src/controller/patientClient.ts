import type { Clock } from '../clock.ts';
import type { ZoneClient } from '../server/zoneClient.ts';

/**
 * After this long without an answer it is said that the server is slow; the request goes on until its own
 * limit.
 */
const patienceMs = 5_000;

/**
 * A client that says when the server keeps a request waiting; a transfer may take long once it has begun.
 */
export const patientClient = (
  client: ZoneClient,
  after: Clock['after'],
  onSlow: (waitedMs: number) => void,
): ZoneClient => {
  const watched = async <Result>(request: Promise<Result>): Promise<Result> => {
    const timer = after(patienceMs, () => onSlow(patienceMs));
    try {
      return await request;
    } finally {
      timer.cancel();
    }
  };
  const watchedUntilBegun: ZoneClient['transfer'] = async (fromSerial, sink) => {
    const timer = after(patienceMs, () => onSlow(patienceMs));
    const begin = (mode: 'full' | 'incremental'): void => {
      timer.cancel();
      sink.begin(mode);
    };
    try {
      return await client.transfer(fromSerial, { ...sink, begin });
    } finally {
      timer.cancel();
    }
  };
  return {
    ...client,
    transfer: watchedUntilBegun,
    update: (content) => watched(client.update(content)),
    soa: () => watched(client.soa()),
    ask: (name, type) => watched(client.ask(name, type)),
  };
};
