import { type Clock, systemClock, type Timer } from '../clock.ts';
import type { Connect, Connection, ServerAddress } from './connection.ts';

/**
 * What became of one request.
 *
 * | kind          | did the server get it?                                         |
 * | ------------- | -------------------------------------------------------------- |
 * | `response`    | yes                                                            |
 * | `unreachable` | no: there was no connection to send it on                      |
 * | `no-answer`   | perhaps: it was sent, and the connection ended or time ran out |
 */
export type ExchangeResult =
  | { readonly kind: 'response'; readonly octets: Buffer }
  | { readonly kind: 'unreachable'; readonly reason: string }
  | { readonly kind: 'no-answer'; readonly reason: string };

/** One persistent connection for requests with one answer each (UPDATE, SOA and other plain queries). */
export type Exchange = {
  /** `octets` is a whole message whose id no other request under way has. */
  readonly request: (octets: Uint8Array, timeoutMs: number) => Promise<ExchangeResult>;
  readonly close: () => void;
};

type Waiting = { readonly settle: (result: ExchangeResult) => void; readonly deadline: Timer };

/**
 * BIND closes a connection after 30 idle seconds; ours is closed earlier, so that no request meets a
 * connection that is just going away.
 */
const idleMs = 25_000;

export type ExchangeDeps = { readonly connect: Connect; readonly after?: Clock['after'] };

export const createExchange = (deps: ExchangeDeps, server: ServerAddress): Exchange => {
  const { after = systemClock.after } = deps;
  const waiting = new Map<number, Waiting>();
  let connection: Connection | undefined;
  let opening: Promise<string | undefined> | undefined;
  let idle: Timer | undefined;

  const settle = (id: number, result: ExchangeResult): void => {
    const entry = waiting.get(id);
    if (entry === undefined) return;
    waiting.delete(id);
    entry.deadline.cancel();
    entry.settle(result);
    if (waiting.size > 0) return;
    idle?.cancel();
    idle = after(idleMs, () => connection?.close());
    idle.unref?.();
  };
  const lose = (reason: string): void => {
    connection = undefined;
    idle?.cancel();
    for (const id of waiting.keys()) settle(id, { kind: 'no-answer', reason });
  };
  /** Resolves with the reason when there is no connection to be had. */
  const open = async (): Promise<string | undefined> => {
    const result = await deps.connect(server, {
      message: (octets) => {
        if (octets.length >= 2) settle(octets.readUInt16BE(0), { kind: 'response', octets });
      },
      closed: lose,
    });
    opening = undefined;
    if (result.kind === 'unreachable') return result.reason;
    connection = result.connection;
    return undefined;
  };
  const send = (octets: Uint8Array, timeoutMs: number): Promise<ExchangeResult> =>
    new Promise((resolve) => {
      if (connection === undefined) {
        resolve({ kind: 'unreachable', reason: 'the server closed the connection at once' });
        return;
      }
      const id = ((octets[0] ?? 0) << 8) | (octets[1] ?? 0);
      idle?.cancel();
      const expire = (): void => {
        settle(id, { kind: 'no-answer', reason: `no answer within ${timeoutMs} ms` });
        connection?.close();
      };
      waiting.set(id, { settle: resolve, deadline: after(timeoutMs, expire) });
      connection.send(octets);
    });

  return {
    request: async (octets, timeoutMs) => {
      if (connection === undefined) {
        opening ??= open();
        const reason = await opening;
        if (reason !== undefined) return { kind: 'unreachable', reason };
      }
      return send(octets, timeoutMs);
    },
    close: () => connection?.close(),
  };
};
