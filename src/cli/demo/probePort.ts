import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer } from 'node:net';

export const demoAddress = '127.0.0.1';

/** Why a name server of ours cannot listen on this port, over TCP and UDP; undefined when it can. */
export const probePort = async (port: number): Promise<string | undefined> => {
  try {
    const tcp = createServer();
    await once(tcp.listen(port, demoAddress), 'listening');
    tcp.close();
    await once(tcp, 'close');
    const udp = createSocket('udp4');
    udp.bind(port, demoAddress);
    await once(udp, 'listening');
    udp.close();
    return undefined;
  } catch (error) {
    return reasonOf(error);
  }
};

const reasonOf = (error: unknown): string => {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE') return 'another program listens there';
  return code === 'EACCES' ? 'no right to a port below 1024' : String(error);
};
