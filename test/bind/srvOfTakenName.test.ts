import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startDaemon } from '../support/daemon.ts';
import { startNamed } from '../support/named.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';
import { waitFor } from '../support/waitFor.ts';

const zone = 'k8s.example';
const text = `
$TTL 300
@ SOA ns hostmaster 1 3600 600 86400 5
@ NS ns
ns A 127.0.0.1
www A 192.0.2.10
`;
const manifest = `
apiVersion: v1
kind: Service
metadata: { name: www, namespace: default }
spec: { clusterIP: 10.96.0.10, clusterIPs: [10.96.0.10], ports: [{ name: http, port: 80 }] }
`;

test('SRV records never lead to a name of another writer, and come when the name is free', async () => {
  await using named = await startNamed({ zones: [{ name: zone, text }] });
  await using folder = await temporaryFolder('srv');
  const file = join(folder.path, 'www.yaml');
  await writeFile(file, manifest);
  await using daemon = await startDaemon(named, `${zone}.`, ['--manifests', file, '--soa-interval', '1s']);
  await daemon.ready();
  const [short, full] = [`_http._tcp.www.${zone}`, `_http._tcp.www.default.svc.${zone}`];
  expect(await named.dig(full, 'SRV', '+short')).toContain(`www.default.svc.${zone}.`);
  expect((await named.query(short, 'SRV')).rcode).toBe('NXDOMAIN');

  await named.nsupdate(`zone ${zone}\nupdate delete www.${zone} A`);
  await waitFor('the name is ours', () => named.dig(`www.${zone}`, 'A', '+short'), {
    until: (ip) => ip === '10.96.0.10',
  });
  await waitFor('its SRV records are there', () => named.dig(short, 'SRV', '+short'), {
    until: (srv) => srv === `0 100 80 www.${zone}.`,
  });
});
