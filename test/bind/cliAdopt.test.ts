import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type CliZone, cliZone, serviceManifest } from '../support/cliZone.ts';
import { type Named, startNamed } from '../support/named.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/temporaryFolder.ts';

let named: Named;
let folder: TemporaryFolder;
let zone: CliZone;
beforeEach(async () => {
  named = await startNamed();
  folder = await temporaryFolder('cli-adopt');
  zone = cliZone(named, folder.path);
});
afterEach(async () => {
  await named[Symbol.asyncDispose]();
  await folder[Symbol.asyncDispose]();
});

const registry = (resource: string): string =>
  `"heritage=external-dns,external-dns/owner=default,external-dns/resource=${resource}"`;

describe('adopt', () => {
  test('takes over a territory that is occupied, after which run brings it in step', async () => {
    zone.write('web.yaml', serviceManifest('web', '10.96.0.1'));
    await named.nsupdate(`update add old.default.svc.k8s.example. 60 A 10.96.0.9
update add web.default.svc.k8s.example. 30 A 10.96.0.1`);
    expect((await zone.command('run', '--once')).exitCode).toBe(3);
    const { exitCode, stdout, stderr } = await zone.command('adopt', '--yes');
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: 'zone k8s.example.: adopted\n' });
    expect(stdout).toBe(`; zone k8s.example. would be claimed, and with it the 2 records of its territory

; then "k8s-bind run" changes
; shared by several, or the zone's own
+ dns-version.k8s.example. 30 IN TXT "1.1.0"
; default/old
- old.default.svc.k8s.example. 60 IN A 10.96.0.9
; default/web
+ _http._tcp.web.default.svc.k8s.example. 30 IN SRV 0 100 80 web.default.svc.k8s.example.
`);
    expect((await zone.command('run', '--once')).exitCode).toBe(0);
    expect((await zone.command('plan')).exitCode).toBe(0);
    expect(await named.axfrText('k8s.example')).not.toContain('old.default');
  });

  test("takes over names by external-dns's registry and by equal records, and leaves the others", async () => {
    zone.write('new.yaml', serviceManifest('new', '10.96.0.1'));
    zone.write('legacy.yaml', serviceManifest('legacy', '10.96.0.2'));
    zone.write('equal.yaml', serviceManifest('equal', '10.96.0.3'));
    zone.write('hand.yaml', serviceManifest('hand', '10.96.0.4'));
    zone.write('ingress.yaml', serviceManifest('ingress', '10.96.0.5'));
    await named.nsupdate(`update add new.k8s.example. 300 A 10.0.0.1
update add a-new.k8s.example. 300 TXT ${registry('service/default/new')}
update add legacy.k8s.example. 300 A 10.96.0.2
update add legacy.k8s.example. 300 TXT ${registry('service/default/legacy')}
update add legacy.k8s.example. 300 TXT "by hand"
update add equal.k8s.example. 300 A 10.96.0.3
update add hand.k8s.example. 300 A 192.0.2.4
update add ingress.k8s.example. 300 A 10.0.0.5
update add a-ingress.k8s.example. 300 TXT ${registry('ingress/default/ingress')}`);
    const { stdout } = await zone.command('adopt', '--yes');
    expect(
      stdout.slice(0, stdout.indexOf('; then')),
    ).toBe(`; zone k8s.example. would be claimed, and with it the 0 records of its territory

; default/equal, written by hand, and as we would write it
= equal.k8s.example. 300 IN A 10.96.0.3

; default/legacy, from external-dns
= legacy.k8s.example. 300 IN A 10.96.0.2
- legacy.k8s.example. TXT ${registry('service/default/legacy')}

; default/new, from external-dns
= new.k8s.example. 300 IN A 10.0.0.1
- a-new.k8s.example. TXT ${registry('service/default/new')}

; names that stay as they are
! hand.k8s.example. requested by default/hand: holds A 192.0.2.4, written by another writer
! ingress.k8s.example. requested by default/ingress: external-dns has it for ingress/default/ingress

`);
    await zone.command('run', '--once');
    expect((await named.query('new.k8s.example', 'A')).text).toContain('10.96.0.1');
    expect((await named.query('a-new.k8s.example', 'TXT')).rcode).toBe('NXDOMAIN');
    expect((await named.query('legacy.k8s.example', 'TXT')).text).toContain('"by hand"');
    expect((await named.query('legacy.k8s.example', 'TXT')).text).not.toContain('heritage');
    expect((await named.query('hand.k8s.example', 'A')).text).toContain('192.0.2.4');
    expect((await named.query('ingress.k8s.example', 'A')).text).toContain('10.0.0.5');
    expect((await named.query('a-ingress.k8s.example', 'TXT')).text).toContain('heritage');
  });

  test('changes nothing without consent', async () => {
    await named.nsupdate('update add old.default.svc.k8s.example. 60 A 10.96.0.9');
    const before = await named.axfrText('k8s.example');
    expect((await zone.command('adopt')).exitCode).toBe(2);
    expect(await named.axfrText('k8s.example')).toBe(before);
  });
});
