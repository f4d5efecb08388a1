import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { serviceManifest } from '../support/cliZone.ts';
import { type Daemon, startDaemon } from '../support/daemon.ts';
import { freePort } from '../support/freePort.ts';
import { startNamed } from '../support/named.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';
import { waitFor } from '../support/waitFor.ts';

const name = 'web.default.svc.k8s.example';

/** When the zone was last read and written, in milliseconds since 1970. */
const zoneStatus = async ({ listen }: Daemon): Promise<{ lastReadMs: number; lastWriteMs: number }> => {
  const status = (await (await fetch(`http://${listen}/v1/status`)).json()) as {
    zones: { lastReadMs: number; lastWriteMs: number }[];
  };
  return status.zones[0] ?? { lastReadMs: 0, lastWriteMs: 0 };
};

test('with --notify-listen an edit by hand is healed within a second, long before the next SOA query', async () => {
  const port = await freePort();
  await using named = await startNamed({
    zones: [
      {
        name: 'k8s.example',
        statements: `notify explicit; notify-delay 0; also-notify { 127.0.0.1 port ${port}; };`,
      },
    ],
  });
  await using folder = await temporaryFolder('notify');
  await writeFile(join(folder.path, 'web.yaml'), serviceManifest('web', '10.96.0.1'));
  await using daemon = await startDaemon(named, 'k8s.example', [
    '--manifests',
    folder.path,
    '--soa-interval',
    '10m',
    '--notify-listen',
    `127.0.0.1:${port}`,
  ]);
  await daemon.ready();
  // What was written is read back a second later, which would heal an edit as well.
  await waitFor('the first sync was read back', () => zoneStatus(daemon), {
    until: ({ lastReadMs, lastWriteMs }) => lastReadMs > lastWriteMs,
  });
  await named.nsupdate(`update delete ${name}. A\nupdate add ${name}. 30 A 192.0.2.66`);
  await waitFor('healed', () => named.dig(name, 'A', '+short'), {
    until: (answer) => answer === '10.96.0.1',
    deadlineMs: 1_000,
    intervalMs: 10,
  });
  expect(daemon.process.logs()).toContain('Listening for NOTIFY');
});
