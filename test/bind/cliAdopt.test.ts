import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
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

const withoutTerritory = (text: string): string =>
  text
    .split('\n')
    .filter((line) => !/^[-+] \S*svc\.k8s\.example\. /.test(line))
    .join('\n');

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
+ web.k8s.example. 30 IN A 10.96.0.1
+ _http._tcp.web.k8s.example. 30 IN SRV 0 100 80 web.k8s.example.
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
~ equal.k8s.example. 300 IN A 10.96.0.3

; default/legacy, from external-dns
~ legacy.k8s.example. 300 IN A 10.96.0.2
- legacy.k8s.example. TXT ${registry('service/default/legacy')}

; default/new, from external-dns
~ new.k8s.example. 300 IN A 10.0.0.1
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

  test('shows of each record what the next run does with it, and run does that and no more', async () => {
    zone.write(
      'db.yaml',
      `
apiVersion: v1
kind: Service
metadata:
  name: db
  namespace: shop
  annotations: { external-dns.kubernetes.io/hostname: db.shop.k8s.example, external-dns.kubernetes.io/ttl: "300" }
spec: { clusterIP: None, ports: [{ name: sql, port: 5432 }] }
---
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata: { name: db-1, namespace: shop, labels: { kubernetes.io/service-name: db } }
addressType: IPv4
ports: [{ name: sql, port: 5432 }]
endpoints: [{ addresses: [10.244.0.1], hostname: db-0 }, { addresses: [10.244.0.2], hostname: db-1 }]
`,
    );
    const config = join(folder.path, 'config.yaml');
    writeFileSync(
      config,
      'externalDnsAnnotations: true\nallow: [{ names: ["**.{namespace}.{zone}"], namespaces: [shop] }]\n',
    );
    const entry = registry('service/shop/db');
    await named.nsupdate(`update add db.shop.k8s.example. 300 A 10.244.0.1
update add db.shop.k8s.example. 300 A 10.244.0.9
update add db.shop.k8s.example. 300 AAAA fd00::9
update add a-db.shop.k8s.example. 300 TXT ${entry}
update add aaaa-db.shop.k8s.example. 300 TXT ${entry}
update add cname-db.shop.k8s.example. 300 TXT ${entry}
update add db-0.db.shop.k8s.example. 300 A 10.244.0.1
update add a-db-0.db.shop.k8s.example. 300 TXT ${entry}
update add neighbour.shop.k8s.example. 300 A 192.0.2.1`);
    const { stdout } = await zone.command('adopt', '--config', config, '--yes', '--txt-prefix', '');
    expect(
      withoutTerritory(stdout),
    ).toBe(`; zone k8s.example. would be claimed, and with it the 0 records of its territory

; shop/db, from external-dns
= db.shop.k8s.example. 300 IN A 10.244.0.1
~ db.shop.k8s.example. 300 IN A 10.244.0.9
~ db.shop.k8s.example. 300 IN AAAA fd00::9
- a-db.shop.k8s.example. TXT ${entry}
- aaaa-db.shop.k8s.example. TXT ${entry}
- cname-db.shop.k8s.example. TXT ${entry}

; shop/db, from external-dns
= db-0.db.shop.k8s.example. 300 IN A 10.244.0.1
- a-db-0.db.shop.k8s.example. TXT ${entry}

; then "k8s-bind run" changes
; shared by several, or the zone's own
+ dns-version.k8s.example. 30 IN TXT "1.1.0"
; shop/db
- db.shop.k8s.example. 300 IN A 10.244.0.9
- db.shop.k8s.example. 300 IN AAAA fd00::9
+ db.shop.k8s.example. 300 IN A 10.244.0.2
+ _sql._tcp.db.shop.k8s.example. 300 IN SRV 0 100 5432 db-0.db.shop.svc.k8s.example.
+ _sql._tcp.db.shop.k8s.example. 300 IN SRV 0 100 5432 db-1.db.shop.svc.k8s.example.
+ db-1.db.shop.k8s.example. 300 IN A 10.244.0.2
`);
    await zone.command('run', '--config', config, '--once');
    expect((await zone.command('plan', '--config', config)).exitCode).toBe(0);
    const lines = (await named.axfrText('k8s.example'))
      .split('\n')
      .map((line) => line.split(/\s+/).join(' '));
    expect(lines.filter((line) => / (A|AAAA|TXT) /.test(line) && /^\S*shop\.k8s/.test(line))).toEqual([
      'db.shop.k8s.example. 300 IN A 10.244.0.1',
      'db.shop.k8s.example. 300 IN A 10.244.0.2',
      'db-0.db.shop.k8s.example. 300 IN A 10.244.0.1',
      'db-1.db.shop.k8s.example. 300 IN A 10.244.0.2',
      'neighbour.shop.k8s.example. 300 IN A 192.0.2.1',
    ]);
  });

  test('lists what is left of the registry when its record, its Service or its wish is gone, and leaves it alone', async () => {
    zone.write('web.yaml', serviceManifest('web', '10.96.0.1', 'shop'));
    const entries = `update add a-gone.k8s.example. 300 TXT ${registry('service/shop/web')}
update add old.k8s.example. 300 A 10.0.0.9
update add a-old.k8s.example. 300 TXT ${registry('service/shop/old')}
update add other.k8s.example. 300 A 10.96.0.1
update add a-other.k8s.example. 300 TXT ${registry('service/shop/web')}
update add ingress.k8s.example. 300 A 10.0.0.5
update add a-ingress.k8s.example. 300 TXT ${registry('ingress/shop/web')}
update add cname-ingress.k8s.example. 300 TXT ${registry('ingress/shop/web')}
update add mail.k8s.example. 300 MX 10 mail.example.net.
update add mx-mail.k8s.example. 300 TXT ${registry('crd/shop/mail')}`;
    await named.nsupdate(entries);
    const before = (await named.axfrText('k8s.example')).split('\n').filter((line) => !line.includes('SOA'));
    const { stdout } = await zone.command('adopt', '--yes');
    expect(stdout.slice(stdout.indexOf('; left over'), stdout.indexOf('\n; then'))).toBe(
      `; left over from external-dns: nothing of ours, and for a person to remove
? a-gone.k8s.example. TXT ${registry('service/shop/web')}: its record is gone
? a-old.k8s.example. TXT ${registry('service/shop/old')}: service/shop/old is gone, or is not among the Services that are read
? old.k8s.example. 300 IN A 10.0.0.9
? a-other.k8s.example. TXT ${registry('service/shop/web')}: service/shop/web has nothing to publish there, or no rule allows it
? other.k8s.example. 300 IN A 10.96.0.1
? cname-ingress.k8s.example. TXT ${registry('ingress/shop/web')}: its record is gone
`,
    );
    await zone.command('run', '--once');
    const after = (await named.axfrText('k8s.example')).split('\n');
    for (const line of before) expect(after).toContain(line);
  });

  test('takes over what external-dns has for an Ingress, where Ingresses are a source', async () => {
    zone.write(
      'ingress.yaml',
      `
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: shop, namespace: shop }
spec: { rules: [{ host: shop.k8s.example }, { host: sale.k8s.example }] }
status: { loadBalancer: { ingress: [{ ip: 192.0.2.9 }] } }
`,
    );
    const config = join(folder.path, 'config.yaml');
    writeFileSync(
      config,
      'sources: [service, ingress]\nallow: [{ names: ["*.{zone}"], namespaces: [shop] }]\n',
    );
    await named.nsupdate(`update add shop.k8s.example. 300 A 192.0.2.8
update add a-shop.k8s.example. 300 TXT ${registry('ingress/shop/shop')}
update add sale.k8s.example. 300 A 192.0.2.9
update add a-sale.k8s.example. 300 TXT ${registry('ingress/other/shop')}`);
    const { stdout } = await zone.command('adopt', '--config', config, '--yes');
    expect(stdout).toContain(`; Ingress/shop/shop, from external-dns
~ shop.k8s.example. 300 IN A 192.0.2.8
- a-shop.k8s.example. TXT ${registry('ingress/shop/shop')}
`);
    expect(stdout).toContain(
      '! sale.k8s.example. requested by Ingress/shop/shop: external-dns has it for ingress/other/shop',
    );
    await zone.command('run', '--config', config, '--once');
    expect((await named.query('shop.k8s.example', 'A')).text).toContain('192.0.2.9');
    expect((await named.query('a-shop.k8s.example', 'TXT')).rcode).toBe('NXDOMAIN');
    expect((await named.query('a-sale.k8s.example', 'TXT')).text).toContain('heritage');
  });

  test('leaves a name whose registry entry holds two texts', async () => {
    zone.write('web.yaml', serviceManifest('web', '10.96.0.1'));
    const double =
      '"heritage=external-dns,external-dns/owner=a,external-dns/resource=service/shop/web,heritage=external-dns,external-dns/resource=service/default/web"';
    await named.nsupdate(`update add web.k8s.example. 300 A 10.0.0.1
update add a-web.k8s.example. 300 TXT ${double}`);
    const { stdout } = await zone.command('adopt', '--yes');
    expect(stdout).toContain('! web.k8s.example. requested by default/web: holds A 10.0.0.1');
    await zone.command('run', '--once');
    expect((await named.query('web.k8s.example', 'A')).text).toContain('10.0.0.1');
    expect((await named.query('a-web.k8s.example', 'TXT')).rcode).toBe('NOERROR');
  });

  test('changes nothing without consent', async () => {
    await named.nsupdate('update add old.default.svc.k8s.example. 60 A 10.96.0.9');
    const before = await named.axfrText('k8s.example');
    expect((await zone.command('adopt')).exitCode).toBe(2);
    expect(await named.axfrText('k8s.example')).toBe(before);
  });
});
