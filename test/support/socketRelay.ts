/**
 * Lets a process reach a port of another network namespace: started inside of it, as `node socketRelay.ts
 * FILE PORT`, it passes what comes to the socket FILE on to 127.0.0.1:PORT. Files are the same in all network
 * namespaces.
 */
import { connect, createServer } from 'node:net';

const [file = '', port = ''] = process.argv.slice(2);

createServer((client) => {
  const server = connect(Number(port), '127.0.0.1');
  server.setNoDelay(true);
  client.pipe(server).pipe(client);
  client.on('error', () => server.destroy());
  server.on('error', () => client.destroy());
}).listen(file);
