import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import dnsPacket from 'dns-packet';
import { canonicalAddress } from '../../../src/dns/address.ts';
import type { ProbedName } from './probedName.ts';

/** What named says over UDP, asked again and again for every name. */
export interface Prober extends AsyncDisposable {
  /** One look at one name; undefined where no answer came in time. */
  readonly ask: (probed: ProbedName) => Promise<Lookup | undefined>;
  /** From now on every name is asked for, until the end. */
  readonly start: (names: readonly ProbedName[]) => void;
  readonly figures: () => ProberFigures;
}

export interface Lookup {
  readonly rcode: string;
  /** RDATA of the answer section: addresses, SRV, and the target of an alias; sorted. */
  readonly rdatas: readonly string[];
}

export interface ProberFigures {
  readonly lookups: number;
  /** Answers without an address, or with one that is not the object's. */
  readonly failures: readonly string[];
  /** Questions that named did not answer within two seconds: asked again, and no failure by themselves. */
  readonly unanswered: number;
}

const patienceMs = 2_000;
/** Between two rounds through all names. */
const restMs = 25;

export async function startProber(
  server: { readonly address: string; readonly port: number },
  elapsedMs: () => number,
): Promise<Prober> {
  const socket = createSocket('udp4');
  socket.bind();
  await once(socket, 'listening');
  const waiting = new Map<number, (answer: Lookup | undefined) => void>();
  let id = 0;
  socket.on('message', (message) => {
    const answer = decode(message);
    waiting.get(answer.id)?.(answer);
  });

  const ask = ({ name, type }: ProbedName): Promise<Lookup | undefined> =>
    new Promise((resolve) => {
      id = (id + 1) & 0xffff;
      const own = id;
      const end = (answer: Lookup | undefined): void => {
        clearTimeout(timer);
        waiting.delete(own);
        resolve(answer);
      };
      const timer = setTimeout(end, patienceMs, undefined);
      waiting.set(own, end);
      const question: dnsPacket.Packet = { type: 'query', id: own, questions: [{ type, name }] };
      socket.send(dnsPacket.encode(question), server.port, server.address);
    });

  let lookups = 0;
  let unanswered = 0;
  const failures: string[] = [];
  /** Looks at a name that failed in a row. */
  const inRow = new Map<ProbedName, number>();
  const look = async (probed: ProbedName): Promise<void> => {
    const before = probed.allowed();
    const answer = await ask(probed);
    if (answer === undefined) {
      unanswered += 1;
      return;
    }
    lookups += 1;
    const isAllowed = (rdata: string): boolean => before.has(rdata) || probed.allowed().has(rdata);
    if (answer.rcode === 'NOERROR' && answer.rdatas.length > 0 && answer.rdatas.every(isAllowed)) {
      inRow.delete(probed);
      return;
    }
    const row = (inRow.get(probed) ?? 0) + 1;
    inRow.set(probed, row);
    if (row < probed.patience) return;
    const allowed = [...probed.allowed()].join(' ');
    const found = `${answer.rcode} ${answer.rdatas.join(' ')}`;
    failures.push(`at ${elapsedMs()} ms ${probed.name} ${probed.type}: ${found}, allowed ${allowed}`);
  };

  const stop = new AbortController();
  let asking: Promise<void> = Promise.resolve();
  const askAll = async (names: readonly ProbedName[]): Promise<void> => {
    while (!stop.signal.aborted) {
      await Promise.all(names.map(look));
      await pause(restMs);
    }
  };
  return {
    ask,
    start: (names) => {
      asking = askAll(names);
    },
    figures: () => ({ lookups, failures, unanswered }),
    [Symbol.asyncDispose]: async () => {
      stop.abort();
      await asking;
      socket.close();
    },
  };
}

const decode = (message: Uint8Array): Lookup & { readonly id: number } => {
  const { id = 0, answers = [], ...header } = dnsPacket.decode(message as Buffer);
  const { rcode } = header as unknown as { readonly rcode: string };
  return { id, rcode, rdatas: answers.flatMap(rdataOf).sort() };
};

const rdataOf = (answer: dnsPacket.Answer): readonly string[] => {
  switch (answer.type) {
    case 'A':
    case 'AAAA':
      return [canonicalAddress(answer.data) ?? answer.data];
    case 'CNAME':
      return [answer.data];
    case 'SRV': {
      const { priority = 0, weight = 0, port, target } = answer.data;
      return [`${priority} ${weight} ${port} ${target}`];
    }
    default:
      return [];
  }
};
