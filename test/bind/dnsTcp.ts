import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/**
 * Sends one message and returns the messages of the answer, until `isWhole` says that there are no more or
 * the server closes the connection.
 */
export async function ask(
  port: number,
  message: Uint8Array,
  isWhole: (messages: readonly Buffer[]) => boolean = (messages) => messages.length === 1,
): Promise<readonly Buffer[]> {
  const socket = connect(port, '127.0.0.1');
  socket.setTimeout(20_000, () => socket.destroy(new Error('Cannot wait for the answer: none within 20 s')));
  const messages: Buffer[] = [];
  socket.write(framed(message));
  for await (const whole of messagesOf(socket)) {
    messages.push(whole);
    if (isWhole(messages)) break;
  }
  socket.destroy();
  return messages;
}

/** A listener that hands each message to `answer` and sends back what that returns. */
export async function listen(
  answer: (message: Buffer) => Uint8Array,
): Promise<AsyncDisposable & { readonly port: number }> {
  const sockets = new Set<Socket>();
  const serve = async (socket: Socket): Promise<void> => {
    sockets.add(socket);
    for await (const message of messagesOf(socket)) socket.write(framed(answer(message)));
  };
  // A client that goes away in the middle is its own affair.
  const server = createServer((socket) => void serve(socket).catch(() => socket.destroy()));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

/** On TCP the length of a message stands before it (RFC 1035 §4.2.2). */
function framed(message: Uint8Array): Buffer {
  const frame = Buffer.alloc(2 + message.length);
  frame.writeUInt16BE(message.length);
  frame.set(message, 2);
  return frame;
}

async function* messagesOf(socket: Socket): AsyncGenerator<Buffer> {
  let rest = Buffer.alloc(0);
  for await (const chunk of socket) {
    rest = Buffer.concat([rest, chunk as Buffer]);
    while (rest.length >= 2 && rest.length >= 2 + rest.readUInt16BE()) {
      const end = 2 + rest.readUInt16BE();
      yield rest.subarray(2, end);
      rest = rest.subarray(end);
    }
  }
}
