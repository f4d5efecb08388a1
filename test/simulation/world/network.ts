import { Buffer } from 'node:buffer';
import type { Connect, Connection, ConnectionHandlers } from '../../../src/server/connection.ts';
import type { Seeded } from '../../support/seed.ts';
import type { Host } from './host.ts';
import type { NameServer } from './nameServer.ts';
import type { VirtualTime } from './virtualTime.ts';

/**
 * What becomes of one message and its answer.
 *
 * | fate          | the server | the client                                    |
 * | ------------- | ---------- | --------------------------------------------- |
 * | `answered`    | has it     | has the answer                                |
 * | `slow`        | has it     | has the answer some seconds later             |
 * | `lost`        | never      | finds its connection cut                      |
 * | `answer-lost` | has it     | finds its connection cut                      |
 * | `swallowed`   | never      | hears nothing, and nothing on that connection |
 * | `unanswered`  | has it     | hears nothing, and nothing on that connection |
 * | `late`        | much later | finds its connection cut at once              |
 * | `twice`       | twice      | has the first answer                          |
 */
export type Fate =
  | 'answered'
  | 'slow'
  | 'lost'
  | 'answer-lost'
  | 'swallowed'
  | 'unanswered'
  | 'late'
  | 'twice';

/** The way between processes and the name server, which is cut, slow, or not there. */
export type Network = {
  readonly connectFrom: (host: Host) => Connect;
  /** The fates of the next messages, one each; those after are answered. */
  readonly setFates: (fates: readonly Fate[]) => void;
  /** The server ends, and is back after so long. */
  readonly restart: (downMs: number) => void;
  /** No process of this name reaches the server for so long, and nobody tells it. */
  readonly partition: (name: string, forMs: number) => void;
  readonly calm: () => void;
};

type Link = {
  readonly host: Host;
  readonly handlers: ConnectionHandlers;
  /** What is sent on it is not heard any more. */
  silent: boolean;
  open: boolean;
};

export const createNetwork = (
  time: VirtualTime,
  server: Pick<NameServer, 'answer'>,
  random: Seeded,
): Network => {
  const links = new Set<Link>();
  const cutOff = new Map<string, number>();
  let fates: Fate[] = [];
  let downUntilMs = 0;

  const latencyMs = (): number => (random.below(20) === 0 ? 40 + random.below(400) : 0.2 + random.next() * 2);
  const isCutOff = ({ name }: Host): boolean => (cutOff.get(name) ?? 0) > time.nowMs();
  const isDown = (): boolean => downUntilMs > time.nowMs();
  const close = (link: Link, reason: string): void => {
    if (!link.open) return;
    link.open = false;
    links.delete(link);
    time.after(latencyMs(), () => link.host.deliver(() => link.handlers.closed(reason)));
  };
  const reply = (link: Link, octets: Buffer | undefined, delayMs: number): void => {
    if (octets === undefined) return;
    time.after(delayMs, () => {
      if (link.open && !link.silent) link.host.deliver(() => link.open && link.handlers.message(octets));
    });
  };
  const arrive = (link: Link, octets: Buffer, fate: Fate): void => {
    // What a process has sent reaches the server though the process has ended since.
    if (isDown()) return;
    const answer = server.answer(octets, link.host.name);
    if (fate === 'unanswered') link.silent = true;
    else if (fate === 'answer-lost') close(link, 'reset');
    else if (fate !== 'late')
      reply(link, answer, fate === 'slow' ? 1_000 + random.below(18_000) : latencyMs());
  };
  const send = (link: Link, octets: Buffer): void => {
    const fate = fates.shift() ?? 'answered';
    if (fate === 'lost') close(link, 'reset');
    else if (fate === 'swallowed' || isCutOff(link.host)) link.silent = true;
    else if (fate === 'late') {
      time.after(500 + random.below(60_000), () => arrive(link, octets, fate));
      close(link, 'reset');
    } else {
      time.after(latencyMs(), () => arrive(link, octets, fate));
      if (fate === 'twice') time.after(1_000 + random.below(90_000), () => arrive(link, octets, 'late'));
    }
  };
  const openLink = (host: Host, handlers: ConnectionHandlers): Connection => {
    const link: Link = { host, handlers, silent: false, open: true };
    links.add(link);
    return {
      send: (octets) => {
        if (link.open && !link.silent) send(link, Buffer.from(octets));
      },
      close: () => {
        if (!link.open) return;
        link.open = false;
        links.delete(link);
        handlers.closed('closed by this side');
      },
      pause: () => undefined,
      resume: () => undefined,
    };
  };

  return {
    connectFrom: (host) => (_server, handlers) =>
      new Promise((resolve) => {
        const unreachable = (reason: string): void => resolve({ kind: 'unreachable', reason });
        if (isCutOff(host)) {
          time.after(5_000, () => host.deliver(() => unreachable('no connection within 5000 ms')));
          return;
        }
        time.after(latencyMs(), () =>
          host.deliver(() => {
            if (isDown()) unreachable('connection refused');
            else resolve({ kind: 'connected', connection: openLink(host, handlers) });
          }),
        );
      }),
    setFates: (given) => {
      fates = [...given];
    },
    restart: (downMs) => {
      downUntilMs = time.nowMs() + downMs;
      for (const link of links) close(link, 'reset');
    },
    partition: (name, forMs) => {
      cutOff.set(name, time.nowMs() + forMs);
      for (const link of links) if (link.host.name === name) link.silent = true;
    },
    calm: () => {
      fates = [];
      cutOff.clear();
      downUntilMs = 0;
    },
  };
};
