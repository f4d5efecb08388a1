import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runCli } from '../support/cli.ts';
import { serviceManifest } from '../support/cliZone.ts';
import { startNamed } from '../support/named.ts';
import { run } from '../support/process.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';

const headless = `
apiVersion: v1
kind: Service
metadata: {name: db, namespace: shop}
spec: {clusterIP: None, ports: [{name: sql, port: 5432}]}
---
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata: {name: db-1, namespace: shop, labels: {kubernetes.io/service-name: db}}
addressType: IPv4
ports: [{name: sql, port: 5432}]
endpoints: [{addresses: [10.244.0.1]}, {addresses: [10.244.0.2], hostname: db-0}]
---
apiVersion: v1
kind: Service
metadata: {name: out, namespace: default}
spec: {type: ExternalName, externalName: www.example.net}
`;

test('what export prints with --apex is a zone that named-checkzone takes, and named answers from', async () => {
  await using folder = await temporaryFolder('export-apex');
  const manifests = join(folder.path, 'services.yaml');
  writeFileSync(manifests, `${serviceManifest('web', '10.96.0.1')}---${headless}`);
  const args = ['export', 'zone', '--zone', 'k8s.example.', '--manifests', manifests];
  const { stdout, stderr, exitCode } = await runCli([...args, '--apex']);
  expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 });
  const file = join(folder.path, 'k8s.example.db');
  writeFileSync(file, stdout);
  const said = await run(['named-checkzone', 'k8s.example', file]);
  expect(said).toMatch(/loaded serial 1\nOK\n?$/);
  expect(said).not.toMatch(/warning|ignoring|error/i);

  await using named = await startNamed({ zones: [{ name: 'k8s.example', text: stdout }] });
  expect(await named.dig('web.k8s.example', 'A', '+short')).toBe('10.96.0.1');
  expect(await named.dig('_sql._tcp.db.shop.svc.k8s.example', 'SRV', '+short')).toContain(
    '5432 db-0.db.shop.svc',
  );
  expect(await named.dig('out.k8s.example', 'CNAME', '+short')).toBe('www.example.net.');

  // Without it the records alone, which may be included in a zone that is there.
  const plain = await runCli(args);
  expect(plain.stdout).not.toMatch(/\sSOA\s/);
  expect(stdout.endsWith(plain.stdout)).toBe(true);
});
