import { once } from 'node:events';
import { createServer } from 'node:http';
import { expect, test } from 'vitest';
import { runCli } from '../support/cli.ts';
import { startControlPlane } from '../support/controlPlane.ts';
import { startNamed } from '../support/named.ts';

test('check tells a wrong scheme from a server that is away, and an API from something else', async () => {
  await using cluster = await startControlPlane({ proxy: true });
  await using named = await startNamed();
  const server = ['--server', `${named.address}:${named.port}`, '--key-file', named.key().file];
  const check = (master: string) =>
    runCli(['check', ...server, '--zone', 'k8s.example.', '--owner', 'test', '--master', master]);
  const plainToTls = cluster.url.replace('https:', 'http:');
  const first = await check(plainToTls);
  expect(first.exitCode).toBe(7);
  expect(first.stdout).toContain(`error    api        ${plainToTls}: it speaks HTTPS, and was asked in HTTP
                    fix: --master ${cluster.url}
`);

  const tlsToPlain = String(cluster.proxyUrl).replace('http:', 'https:');
  const second = await check(tlsToPlain);
  expect(second.exitCode).toBe(7);
  expect(second.stdout).toContain('it speaks no TLS, needed http:// in place of https://');
  expect(second.stdout).toMatch(/^error {4}api .*\n {20}fix: --master/m);

  await using web = createServer((_, response) => response.end('hello'));
  web.listen(0, '127.0.0.1');
  await once(web, 'listening');
  const { port } = web.address() as { readonly port: number };
  const third = await check(`http://127.0.0.1:${port}`);
  expect(third.stdout).toContain('what answers there (200) is no Kubernetes API');
  // The name server is looked at all the same, and nothing is wrong with it.
  for (const { stdout } of [first, second, third]) {
    expect(stdout).toContain('ok       transfer   the zone can be read');
    expect(stdout).toMatch(/\n1 error, /);
  }
  expect((await check(String(cluster.proxyUrl))).stdout).toMatch(/^ok {7}api .* answers, Kubernetes v1\./m);
});
