import { readdirSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type CliZone, cliZone, serviceManifest } from '../support/cliZone.ts';
import { type Named, startNamed } from '../support/named.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/temporaryFolder.ts';

let named: Named;
let folder: TemporaryFolder;
let zone: CliZone;
beforeEach(async () => {
  named = await startNamed();
  folder = await temporaryFolder('cli-plan');
  zone = cliZone(named, folder.path);
  zone.write('web.yaml', serviceManifest('web', '10.96.0.1'));
});
afterEach(async () => {
  await named[Symbol.asyncDispose]();
  await folder[Symbol.asyncDispose]();
});

describe('plan', () => {
  test('of an empty zone shows every record, with the Service behind it, and writes nothing', async () => {
    const before = await named.axfrText('k8s.example');
    const { exitCode, stdout, stderr } = await zone.command('plan');
    expect(stdout).toBe(`; zone k8s.example. serial 1, nobody's yet, test would claim it

; shared by several, or the zone's own
+ dns-version.k8s.example. 30 IN TXT "1.1.0"

; default/web
+ web.default.svc.k8s.example. 30 IN A 10.96.0.1
+ _http._tcp.web.default.svc.k8s.example. 30 IN SRV 0 100 80 web.default.svc.k8s.example.
+ web.k8s.example. 30 IN A 10.96.0.1
+ _http._tcp.web.k8s.example. 30 IN SRV 0 100 80 web.k8s.example.

; 5 records to add, 0 to remove
`);
    expect({ exitCode, stderr }).toEqual({ exitCode: 2, stderr: '' });
    expect(await named.axfrText('k8s.example')).toBe(before);
  });

  test('of a zone in step is empty, and exits with 0', async () => {
    expect((await zone.command('run', '--once')).exitCode).toBe(0);
    const { exitCode, stdout } = await zone.command('plan');
    expect(stdout).toMatch(
      /^; zone k8s\.example\. serial \d+, ours, as owner test\n\n; nothing to change\n$/,
    );
    expect(exitCode).toBe(0);
  });

  test('shows what goes and what comes, and names that are not ours', async () => {
    await zone.command('run', '--once');
    await named.nsupdate('update add www.k8s.example. 60 A 192.0.2.1');
    zone.write('web.yaml', serviceManifest('web', '10.96.0.2'));
    zone.write('www.yaml', serviceManifest('www', '10.96.0.3'));
    const { exitCode, stdout } = await zone.command('plan');
    expect(stdout.replace(/serial \d+/, 'serial N')).toBe(`; zone k8s.example. serial N, ours, as owner test

; default/web
- web.default.svc.k8s.example. 30 IN A 10.96.0.1
- web.k8s.example. 30 IN A 10.96.0.1
+ web.default.svc.k8s.example. 30 IN A 10.96.0.2
+ web.k8s.example. 30 IN A 10.96.0.2

; default/www
+ www.default.svc.k8s.example. 30 IN A 10.96.0.3
+ _http._tcp.www.default.svc.k8s.example. 30 IN SRV 0 100 80 www.default.svc.k8s.example.

; names that are not ours, and stay as they are
! www.k8s.example. requested by default/www: already holds A 192.0.2.1, which is not ours
! _http._tcp.www.k8s.example. requested by default/www: speaks of www.k8s.example., which is not ours

; 4 records to add, 2 to remove, 2 names left alone
`);
    expect(exitCode).toBe(2);
  });

  test('is what run then does', async () => {
    const planned = JSON.parse((await zone.command('plan', '--output', 'json')).stdout) as {
      readonly zones: readonly { readonly changes: readonly { readonly added: readonly string[] }[] }[];
    };
    await zone.command('run', '--once');
    const written = await named.axfrText('k8s.example');
    const added = planned.zones.flatMap(({ changes }) => changes.flatMap((change) => change.added));
    expect(added.length).toBe(5);
    for (const line of added) {
      expect(written.replaceAll(/[ \t]+/g, ' ').split('\n')).toContain(line);
    }
  });

  test('says of a zone of another owner that nothing would be written', async () => {
    const manifests = ['--zone', 'k8s.example.', '--manifests', zone.manifests];
    await zone.bare('run', '--once', '--owner', 'other', ...manifests);
    const { exitCode, stdout } = await zone.command('plan');
    expect(stdout).toMatch(
      /^; zone k8s\.example\. serial \d+, of owner other \(.*\): nothing would be written\n/,
    );
    expect(exitCode).toBe(2);
  });

  test('makes no owner id beside the manifests', async () => {
    const { stdout } = await zone.bare('plan', '--zone', 'k8s.example.', '--manifests', zone.manifests);
    expect(stdout).toContain("nobody's yet, a new owner would claim it");
    expect(readdirSync(zone.manifests)).toEqual(['web.yaml']);
  });

  test('run --dry-run shows the same', async () => {
    const [planned, dry] = [await zone.command('plan'), await zone.command('run', '--dry-run')];
    expect(dry).toEqual(planned);
  });

  test('says what is wrong when the zone cannot be read, in one line with its remedy', async () => {
    await named.reconfigure({ zones: [{ name: 'k8s.example', transfer: 'allow-transfer { none; };' }] });
    const { exitCode, stdout, stderr } = await zone.command('plan');
    expect({ exitCode, stdout }).toEqual({ exitCode: 5, stdout: '' });
    expect(stderr).toContain('REFUSED');
    expect(stderr).toContain('  fix: zone "k8s.example."');
  });

  test('of manifests that are broken names file and line, and exits with 2', async () => {
    zone.write('web.yaml', 'a: [');
    const { exitCode, stderr } = await zone.command('plan');
    expect(exitCode).toBe(2);
    expect(stderr).toContain('web.yaml');
  });
});
