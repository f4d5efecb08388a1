import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { type DecodedMessage, decodeMessage } from '../../src/dns/decodeMessage.ts';
import { encodeQuery } from '../../src/dns/query.ts';
import type { Named } from '../support/named.ts';
import type { DaemonProcess } from './daemonProcess.ts';

/** Asks a name server over UDP, one question after the other, until the answer is right. */
export interface AnswerPoll extends Disposable {
  /**
   * Resolves with the moment at which the right answer came (`performance.now()`). Rejects after ten seconds.
   */
  readonly until: (name: string, isRight: (answer: DecodedMessage) => boolean) => Promise<number>;
  /** Asks once for the A records of a name. */
  readonly ask: (name: string) => Promise<DecodedMessage>;
}

const deadlineMs = 10_000;
const betweenQuestionsMs = 0.1;

/**
 * Shorter than any timer. Without it, questions and answers would keep two cores busy, and what is measured
 * would wait for one.
 */
const sleepBriefly = (): void =>
  void Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, betweenQuestionsMs);

/** @param daemon what it logged last is in the message when the right answer does not come */
export async function openAnswerPoll(
  { address, port }: Pick<Named, 'address' | 'port'>,
  daemon: Pick<DaemonProcess, 'lines'>,
): Promise<AnswerPoll> {
  const socket = createSocket('udp4');
  socket.connect(port, address);
  await once(socket, 'connect');
  let lastId = 0;
  const askOnce = (name: string): Promise<DecodedMessage> => {
    lastId = (lastId + 1) & 0xffff;
    return ask(socket, lastId, name);
  };
  return {
    ask: askOnce,
    until: async (name, isRight) => {
      const giveUpMs = performance.now() + deadlineMs;
      while (performance.now() < giveUpMs) {
        if (isRight(await askOnce(name))) return performance.now();
        sleepBriefly();
      }
      const said = daemon
        .lines()
        .slice(-20)
        .map((line) => JSON.stringify(line));
      throw new Error(
        `Wrong answer for "${name}": not the right one within ${deadlineMs} ms, the daemon said last\n${said.join('\n')}`,
      );
    },
    [Symbol.dispose]: () => socket.close(),
  };
}

const isSocketReply = (octets: Buffer, id: number): boolean => octets.readUInt16BE(0) === id;

const ask = (socket: Socket, id: number, name: string): Promise<DecodedMessage> =>
  new Promise((resolve, reject) => {
    const onMessage = (octets: Buffer): void => {
      if (!isSocketReply(octets, id)) return;
      socket.off('message', onMessage);
      const message = decodeMessage(octets);
      if (message.kind === 'message') resolve(message);
      else reject(new Error(`Cannot read the answer for "${name}": ${message.reason}`));
    };
    socket.on('message', onMessage);
    socket.send(encodeQuery({ id, name, type: 'A' }));
  });
