import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer } from 'node:net';

/**
 * Below the range that Linux hands out to outgoing connections (32768 and up): a port of ours stays free for
 * the restart of its server, whatever else connects in between.
 */
const lowestPort = 10_000;
const highestPort = 32_000;

/** Test files that run at the same time take their ports from parts of their own. */
const parts = 4;
const part = (Number(process.env['VITEST_POOL_ID'] ?? 0) || 0) % parts;
const partSize = (highestPort - lowestPort) / parts;

/** Given out by this process: free until who asked has bound it, and no port for anyone else. */
const given = new Set<number>();

/** Finds a port that is free for TCP and for UDP, as a name server needs it, and gives out none twice. */
export async function freePort(address = '127.0.0.1'): Promise<number> {
  for (let attempts = 0; attempts < 200; attempts++) {
    const port = lowestPort + part * partSize + Math.floor(Math.random() * partSize);
    if (given.has(port)) continue;
    given.add(port);
    if ((await isFreeForTcp(port, address)) && (await isFreeForUdp(port, address))) return port;
  }
  throw new Error(
    `Cannot find a free port of "${address}": 200 tries between ${lowestPort} and ${highestPort}`,
  );
}

async function isFreeForTcp(port: number, address: string): Promise<boolean> {
  const server = createServer();
  try {
    await once(server.listen(port, address), 'listening');
    server.close();
    await once(server, 'close');
    return true;
  } catch {
    return false;
  }
}

async function isFreeForUdp(port: number, address: string): Promise<boolean> {
  const socket = createSocket('udp4');
  try {
    socket.bind(port, address);
    await once(socket, 'listening');
    return true;
  } catch {
    return false;
  } finally {
    socket.close();
  }
}
