import { createServer, connect as createServerConnection } from 'node:net';
import { expect, test } from 'vitest';
import { startNamed } from '../support/named.ts';
import { waitFor } from '../support/waitFor.ts';
import { startZoneDaemon } from '../support/zoneDaemon.ts';

test('a name server that accepts and never answers is reported after seconds, and is tried again', async () => {
  await using named = await startNamed();
  let mute = false;
  const relay = createServer((socket) => {
    socket.on('error', () => undefined);
    if (mute) return;
    const server = createServerConnection(named.port, named.address);
    socket.pipe(server).pipe(socket);
    server.on('error', () => undefined);
    sockets.add(() => (socket.destroy(), server.destroy()));
  });
  const sockets = new Set<() => void>();
  await new Promise<void>((resolve) => relay.listen(0, '127.0.0.1', resolve));
  const { port } = relay.address() as { readonly port: number };
  await using daemon = startZoneDaemon(named, { port, options: { soaIntervalMs: 60_000 } });
  daemon.store.put('default/web', '10.96.0.1');
  await daemon.settled();

  mute = true;
  for (const close of sockets) close();
  daemon.store.put('default/web', '10.96.0.2');
  await waitFor('it is reported', () => daemon.of('no-answer-yet').length > 0, { deadlineMs: 30_000 });
  await waitFor(
    'the request is given up',
    () => daemon.of('update-failed').length + daemon.of('read-failed').length > 0,
    {
      deadlineMs: 60_000,
    },
  );
  mute = false;
  await waitFor('written', () => named.dig('+short', 'web.k8s.example', 'A'), {
    until: (text) => text === '10.96.0.2',
    deadlineMs: 60_000,
  });
  expect(daemon.of('quarantined')).toEqual([]);
  relay.close();
  for (const close of sockets) close();
});
