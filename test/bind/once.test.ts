import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runCli } from '../support/cli.ts';
import { startNamed } from '../support/named.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';

const service = (name: string, ip: string): string =>
  JSON.stringify({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace: 'default' },
    spec: { clusterIP: ip, clusterIPs: [ip], ports: [{ port: 80 }] },
  });

test('--once ends with 0 when all is written and with 5 when the deletion of too much is held back', async () => {
  await using named = await startNamed();
  await using folder = await temporaryFolder('once');
  const write = (count: number): Promise<void> => {
    const services = Array.from({ length: count }, (_, index) => service(`s${index}`, `10.96.1.${index}`));
    return writeFile(join(folder.path, 'services.yaml'), `${services.join('\n---\n')}\n`);
  };
  const server = `${named.address}:${named.port}`;
  const run = (...more: readonly string[]) =>
    runCli([
      'run',
      '--once',
      '--zone',
      'k8s.example.',
      '--server',
      server,
      '--key-file',
      named.key().file,
      '--manifests',
      folder.path,
      ...more,
    ]);

  await write(40);
  expect(await run()).toMatchObject({ exitCode: 0 });
  await write(1);
  const heldBack = await run();
  expect(heldBack.exitCode).toBe(5);
  expect(heldBack.stderr).toContain('held back');
  expect(await named.dig('s7.default.svc.k8s.example', 'A', '+short')).toBe('10.96.1.7');
  expect(await run('--allow-mass-delete')).toMatchObject({ exitCode: 0 });
  expect((await named.query('s7.default.svc.k8s.example', 'A')).rcode).toBe('NXDOMAIN');
  expect(await named.dig('s0.k8s.example', 'A', '+short')).toBe('10.96.1.0');
});
