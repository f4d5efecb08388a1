import { chmod, copyFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startDaemon } from '../support/daemon.ts';
import { type Named, startNamed } from '../support/named.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';
import { makeTsigKey } from '../support/tsigKey.ts';
import { waitFor } from '../support/waitFor.ts';

const zone = 'k8s.example';

const manifest = (ip: string): string => `
apiVersion: v1
kind: Service
metadata: { name: web, namespace: default }
spec: { clusterIP: ${ip}, clusterIPs: [${ip}], ports: [{ port: 80 }] }
`;

const answers = (named: Named, ip: string): Promise<string> =>
  waitFor(`web answers ${ip}`, () => named.dig(`web.${zone}`, 'A', '+short'), {
    until: (found) => found === ip,
  });

test('updates and transfers go over TLS when the server is named so, and not without its certificate', async () => {
  await using named = await startNamed({ tls: true, zones: [{ name: zone }] });
  await using folder = await temporaryFolder('tls');
  const file = join(folder.path, 'web.yaml');
  await writeFile(file, manifest('10.96.0.10'));
  const { port = 0, certificateFile = '' } = named.tls ?? {};
  const overTls = ['--server', `tls://127.0.0.1:${port}`, '--manifests', file];

  await using daemon = await startDaemon(named, `${zone}.`, [...overTls, '--tls-ca', certificateFile]);
  await daemon.ready();
  await answers(named, '10.96.0.10');
  await writeFile(file, manifest('10.96.0.11'));
  await answers(named, '10.96.0.11');

  await using distrustful = await startDaemon(named, `${zone}.`, [...overTls, '--owner', 'other']);
  await waitFor('the certificate is refused', () => distrustful.process.logs(), {
    until: (logs) => /self-signed|unable to verify/.test(logs),
  });
});

test('a key is rotated without a restart: the new file is read when it changes', async () => {
  const [first, second] = await Promise.all([makeTsigKey('first'), makeTsigKey('second')]);
  await using named = await startNamed({ keys: [first, second], zones: [{ name: zone }] });
  await using folder = await temporaryFolder('keys');
  const [file, keyFile] = [join(folder.path, 'web.yaml'), join(folder.path, 'current.key')];
  await copyFile(named.key('first').file, keyFile);
  await chmod(keyFile, 0o600);
  await writeFile(file, manifest('10.96.0.10'));
  await using daemon = await startDaemon(named, `${zone}.`, ['--manifests', file, '--key-file', keyFile]);
  await daemon.ready();

  await copyFile(named.key('second').file, keyFile);
  await waitFor('the new key is read', () => daemon.process.logs(), {
    until: (logs) => logs.includes('Key file read again'),
    deadlineMs: 20_000,
  });
  await named.reconfigure({ keys: [second] });
  await writeFile(file, manifest('10.96.0.11'));
  await answers(named, '10.96.0.11');
  expect(daemon.process.logs()).not.toContain('BADKEY');
});
