import { readdirSync, writeFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { serviceManifest } from '../support/cliZone.ts';
import { startDaemon } from '../support/daemon.ts';
import { startNamed } from '../support/named.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';
import { waitFor } from '../support/waitFor.ts';

const services = 3_000;
const readers = 48;

test('48 readers of everything and 400 idle connections delay neither a change nor a probe', async () => {
  await using named = await startNamed();
  await using folder = await temporaryFolder('status-readers');
  const all = Array.from({ length: services }, (_unused, index) =>
    serviceManifest(`s${index}`, `10.96.${index >> 8}.${index & 255}`),
  );
  writeFileSync(join(folder.path, 'all.yaml'), all.join('---'));
  const change = (octet: number) =>
    writeFileSync(join(folder.path, 'one.yaml'), serviceManifest('one', `10.97.0.${octet}`));
  change(1);
  await using daemon = await startDaemon(named, 'k8s.example.', [
    '--owner',
    'test',
    '--manifests',
    folder.path,
  ]);
  await daemon.ready();
  const base = `http://${daemon.listen}`;

  const idle: Socket[] = [];
  for (let index = 0; index < 400; index += 1) {
    const socket = connect(Number(daemon.listen.split(':')[1]), '127.0.0.1');
    socket.on('error', () => socket.destroy());
    idle.push(socket);
  }
  const descriptors = () => readdirSync(`/proc/${daemon.process.pid}/fd`).length;
  await waitFor(
    'the daemon has closed what is too much',
    () => idle.filter(({ closed }) => closed).length >= 300,
  );
  expect(descriptors()).toBeLessThan(150);

  const stop = new AbortController();
  const reading = Array.from({ length: readers }, async (_unused, index) => {
    const paths = ['/v1/records', '/v1/services?filter=nothing', '/v1/why?name=nothing-like-it.default'];
    const path = paths[index % paths.length] ?? '';
    while (!stop.signal.aborted) {
      await fetch(base + path, { signal: stop.signal })
        .then((response) => response.arrayBuffer())
        .catch(() => undefined);
    }
  });
  // Without limits each of the four takes 10 to 45 seconds, and a probe up to 52 (on two cores).
  const deadline = AbortSignal.timeout(30_000);
  for (let octet = 2; octet <= 5; octet += 1) {
    change(octet);
    const probes = Array.from({ length: 5 }, () => fetch(`${base}/livez`, { signal: deadline }));
    expect((await Promise.all(probes)).map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    await waitFor(
      'the change is in the zone',
      () => named.dig('one.default.svc.k8s.example', 'A', '+short'),
      {
        until: (text) => text === `10.97.0.${octet}`,
        deadlineMs: 8_000,
      },
    );
  }
  expect(deadline.aborted).toBe(false);
  expect(await named.dig('s2999.default.svc.k8s.example', 'A', '+short')).toBe('10.96.11.183');
  stop.abort();
  await Promise.all(reading);
  for (const socket of idle) socket.destroy();
});
