import type { Server } from 'node:http';
import type { Socket } from 'node:net';

/**
 * Keeps a server to so many connections, so that nobody takes the descriptors that the name server and the
 * API need. One more closes the connection that has had no request for the longest time; when all of them are
 * being answered, the new one is closed.
 */
export const limitConnections = (server: Server, most: number): void => {
  /** How many answers are under way on each, the one without a request for the longest time first. */
  const answering = new Map<Socket, number>();
  const idlest = (): Socket | undefined => {
    for (const [socket, answers] of answering) if (answers === 0) return socket;
    return undefined;
  };
  server.on('connection', (socket: Socket) => {
    if (answering.size >= most) {
      const ended = idlest() ?? socket;
      answering.delete(ended);
      ended.destroy();
    }
    if (socket.destroyed) return;
    answering.set(socket, 0);
    socket.once('close', () => answering.delete(socket));
  });
  const add = (socket: Socket, change: number): void => {
    const answers = answering.get(socket);
    if (answers === undefined) return;
    answering.delete(socket);
    answering.set(socket, answers + change);
  };
  server.on('request', ({ socket }, response) => {
    add(socket, 1);
    response.once('close', () => add(socket, -1));
  });
};
