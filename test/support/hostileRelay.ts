import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { decodeQuestions } from '../../src/dns/decodeMessage.ts';

/** One message from the client, as the relay sees it. */
export type Query = {
  readonly octets: Buffer;
  readonly what: 'update' | 'soa' | 'transfer' | 'question';
  /** How many of this kind came before. */
  readonly index: number;
};

/** What becomes of a message. `answers` are octets of whole messages. */
export type Fate =
  | { readonly kind: 'pass' }
  /** It never reaches the server, and nothing comes back. */
  | { readonly kind: 'lose' }
  /** The server does what it asks for, and nobody hears of it. */
  | { readonly kind: 'lose-answer' }
  /** The server never sees it. */
  | { readonly kind: 'answer'; readonly answers: Iterable<Buffer> | AsyncIterable<Buffer> }
  /** What the server says is said otherwise; an empty list says nothing. */
  | { readonly kind: 'change'; readonly change: (answer: Buffer) => readonly Buffer[] }
  /** The frame begins and does not end: the connection is cut within it. */
  | { readonly kind: 'cut' }
  | { readonly kind: 'delay'; readonly ms: number }
  | { readonly kind: 'close' };

/**
 * A name server that misbehaves: it stands before a real one and decides for each message what becomes of it.
 */
export type HostileRelay = AsyncDisposable & {
  readonly port: number;
  /** From the next message on; undefined ends it. */
  readonly misbehave: (how: ((query: Query) => Fate) | undefined) => void;
  /** `hang` takes connections and reads nothing, `close` ends them at once. */
  readonly greet: (how: 'well' | 'hang' | 'close') => void;
  /** How many messages and connections were treated badly. */
  readonly misbehaved: () => number;
  readonly cut: () => void;
};

type Link = {
  readonly client: Socket;
  readonly server: Socket;
  /** By the id of the message under way. */
  readonly fates: Map<number, Fate>;
};

export const startHostileRelay = async (target: {
  readonly address: string;
  readonly port: number;
}): Promise<HostileRelay> => {
  const sockets = new Set<Socket>();
  const counts = new Map<Query['what'], number>();
  let misbehaviour: ((query: Query) => Fate) | undefined;
  let greeting: 'well' | 'hang' | 'close' = 'well';
  let misbehaved = 0;

  const fateOf = (octets: Buffer): Fate => {
    const what = kindOf(octets);
    const index = counts.get(what) ?? 0;
    counts.set(what, index + 1);
    const fate = misbehaviour?.({ octets, what, index }) ?? pass;
    if (fate.kind !== 'pass') misbehaved += 1;
    return fate;
  };
  const keep = (socket: Socket, end: () => void): void => {
    sockets.add(socket);
    socket.setNoDelay(true);
    socket.on('error', end);
    socket.on('close', () => {
      sockets.delete(socket);
      end();
    });
  };
  const server = createServer((client) => {
    if (greeting !== 'well') {
      misbehaved += 1;
      keep(client, () => client.destroy());
      if (greeting === 'close') client.destroy();
      return;
    }
    const upstream = connect(target.port, target.address);
    const end = (): void => {
      client.destroy();
      upstream.destroy();
    };
    keep(client, end);
    keep(upstream, end);
    const link = { client, server: upstream, fates: new Map<number, Fate>() };
    client.on(
      'data',
      frames((octets) => toServer(link, octets, fateOf(octets))),
    );
    upstream.on(
      'data',
      frames((octets) => toClient(link, octets)),
    );
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    misbehave: (how) => {
      misbehaviour = how;
      counts.clear();
    },
    greet: (how) => {
      greeting = how;
    },
    misbehaved: () => misbehaved,
    cut: () => {
      for (const socket of sockets) socket.destroy();
    },
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
};

const pass: Fate = { kind: 'pass' };

const toServer = ({ client, server, fates }: Link, octets: Buffer, fate: Fate): void => {
  fates.set(octets.readUInt16BE(), fate);
  if (fate.kind === 'lose') return;
  if (fate.kind === 'close') client.destroy();
  else if (fate.kind === 'answer') pour(client, fate.answers).catch(() => client.destroy());
  else if (fate.kind === 'delay') setTimeout(() => server.write(framed(octets)), fate.ms).unref();
  else server.write(framed(octets));
};

const toClient = ({ client, fates }: Link, octets: Buffer): void => {
  const fate = fates.get(octets.readUInt16BE());
  if (fate?.kind === 'lose-answer') return;
  if (fate?.kind === 'change') for (const changed of fate.change(octets)) client.write(framed(changed));
  else if (fate?.kind === 'cut') client.end(framed(octets).subarray(0, octets.length / 2));
  else client.write(framed(octets));
};

const pour = async (client: Socket, answers: Iterable<Buffer> | AsyncIterable<Buffer>): Promise<void> => {
  for await (const octets of answers) {
    if (client.destroyed) return;
    if (!client.write(framed(octets))) await Promise.race([once(client, 'drain'), once(client, 'close')]);
  }
};

const opcodeUpdate = 5;

const kindOf = (octets: Buffer): Query['what'] => {
  if ((octets[2] ?? 0) >> 3 === opcodeUpdate) return 'update';
  const found = decodeQuestions(octets);
  const type = found.kind === 'questions' ? found.questions[0]?.type : undefined;
  if (type === 'SOA') return 'soa';
  return type === 'TYPE251' || type === 'TYPE252' || type === 'AXFR' || type === 'IXFR'
    ? 'transfer'
    : 'question';
};

const frames = (message: (octets: Buffer) => void): ((chunk: Buffer) => void) => {
  let rest: Buffer = Buffer.alloc(0);
  return (chunk) => {
    rest = Buffer.concat([rest, chunk]);
    while (rest.length >= 2 && rest.length >= 2 + rest.readUInt16BE()) {
      const end = 2 + rest.readUInt16BE();
      message(rest.subarray(2, end));
      rest = rest.subarray(end);
    }
  };
};

/** On TCP the length of a message stands before it (RFC 1035 §4.2.2). */
const framed = (octets: Buffer): Buffer => {
  const frame = Buffer.alloc(2 + octets.length);
  frame.writeUInt16BE(octets.length);
  frame.set(octets, 2);
  return frame;
};
