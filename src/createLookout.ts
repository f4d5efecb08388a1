import { createSocket } from 'node:dgram';
import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';

/** The two ends of a connection. */
export type Ends = {
  /** What the other end was asked for by: a name, or an address. */
  readonly host: string;
  readonly localAddress: string;
  readonly remoteAddress: string;
};

/** Watches over a connection while an answer is awaited on it. */
export type Lookout = {
  /** Something was sent: from now on an answer is awaited. */
  readonly sent: () => void;
  /** Something came: both ends are where they were. */
  readonly heard: () => void;
  readonly stop: () => void;
};

const firstLookMs = 1_000;

/**
 * Looks, while an answer does not come, whether both ends of the connection are still where they were. TCP
 * notices only after minutes that this host has another address now, or that the name of the other one leads
 * elsewhere: a laptop between networks. The waits between two looks are 1, 2, 4 … seconds.
 *
 * @param moved called once, with the reason in words
 */
export const createLookout = (ends: Ends, moved: (reason: string) => void): Lookout => {
  let timer: NodeJS.Timeout | undefined;
  const stop = (): void => {
    clearTimeout(timer);
    timer = undefined;
  };
  const look = async (own: NodeJS.Timeout | undefined, waitMs: number): Promise<void> => {
    const reason = await reasonOf(ends);
    // Something came meanwhile, or the connection is over.
    if (timer !== own) return;
    stop();
    if (reason === undefined) lookAfter(2 * waitMs);
    else moved(reason);
  };
  const lookAfter = (waitMs: number): void => {
    timer = setTimeout(() => void look(timer, waitMs), waitMs).unref();
  };
  return {
    sent: () => {
      if (timer === undefined) lookAfter(firstLookMs);
    },
    heard: stop,
    stop,
  };
};

const reasonOf = async ({ host, localAddress, remoteAddress }: Ends): Promise<string | undefined> => {
  if (!(await isOurs(localAddress))) return `this host no longer has the address ${localAddress}`;
  if (isIP(host) !== 0) return undefined;
  // A name that is not answered at the moment says nothing.
  const found = await lookup(host, { all: true }).catch(() => []);
  if (found.length === 0 || found.some(({ address }) => address === remoteAddress)) return undefined;
  return `${host} is ${found[0]?.address ?? ''} now`;
};

/**
 * Tries to stand at the address, without listening: to read the interfaces takes netlink, which a sandbox may
 * lack.
 */
const isOurs = (address: string): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = createSocket(isIP(address) === 6 ? 'udp6' : 'udp4');
    const settle = (is: boolean): void => {
      socket.close();
      resolve(is);
    };
    socket.once('error', (error: NodeJS.ErrnoException) => settle(error.code !== 'EADDRNOTAVAIL'));
    socket.bind({ port: 0, address, exclusive: true }, () => settle(true));
  });
