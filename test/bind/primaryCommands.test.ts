import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runCli } from '../support/cli.ts';
import { serviceManifest } from '../support/cliZone.ts';
import { describePrimaries } from '../support/primaries/describePrimaries.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';

describePrimaries(({ start }) => {
  test('the commands find the reverse zone, write both zones, see that nothing is left to do, and clean up', async () => {
    await using folder = await temporaryFolder('commands');
    await using primary = await start([{ name: 'k8s.example' }, { name: '96.10.in-addr.arpa' }]);
    writeFileSync(join(folder.path, 'web.yaml'), serviceManifest('web', '10.96.0.1'));
    const server = ['--server', `${primary.address}:${primary.port}`, '--key-file', primary.key().file];
    const zone = ['--zone', 'k8s.example.', '--owner', 'test'];
    const command = (name: string, network: string, ...more: readonly string[]) =>
      runCli([name, ...server, ...zone, '--manifests', folder.path, '--reverse', network, ...more]);
    const zones = async (): Promise<readonly string[]> =>
      (await Promise.all(['k8s.example', '96.10.in-addr.arpa'].map((name) => primary.axfrText(name)))).map(
        (text) => text.replace(/^.* SOA .*$/m, ''),
      );
    const before = await zones();

    const missing = await command('run', '10.96.0.0/15', '--once');
    expect(missing.exitCode).toBe(2);
    expect(missing.stderr).toContain('has no zone for 97.10.in-addr.arpa.');
    expect(await zones()).toEqual(before);

    expect(await command('run', '10.96.0.0/15', '--once', '--reverse-missing', 'ignore')).toMatchObject({
      exitCode: 0,
    });
    expect((await primary.query('web.k8s.example', 'A')).text).toBe('web.k8s.example. 30 IN A 10.96.0.1\n');
    expect((await primary.query('1.0.96.10.in-addr.arpa', 'PTR')).text).toBe(
      '1.0.96.10.in-addr.arpa. 30 IN PTR web.default.svc.k8s.example.\n',
    );
    expect((await command('check', '10.96.0.0/16')).exitCode).toBe(0);
    const plan = await command('plan', '10.96.0.0/16', '--output', 'json');
    expect(plan.exitCode).toBe(0);
    const planned = JSON.parse(plan.stdout) as { readonly zones: readonly object[] };
    expect(planned.zones).toMatchObject([
      { zone: 'k8s.example.', added: 0, removed: 0 },
      { zone: '96.10.in-addr.arpa.', added: 0, removed: 0 },
    ]);

    for (const name of ['k8s.example.', '96.10.in-addr.arpa.'])
      expect(await runCli(['purge', ...server, '--zone', name, '--owner', 'test', '--yes'])).toMatchObject({
        exitCode: 0,
      });
    expect(await zones()).toEqual(before);
  });
});
