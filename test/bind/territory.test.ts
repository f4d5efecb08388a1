import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type CliZone, cliZone, serviceManifest } from '../support/cliZone.ts';
import { type Named, startNamed } from '../support/named.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/temporaryFolder.ts';

let named: Named;
let folder: TemporaryFolder;
let zone: CliZone;
beforeEach(async () => {
  named = await startNamed({ zones: [{ name: 'k8s.example' }, { name: '96.10.in-addr.arpa' }] });
  folder = await temporaryFolder('territory');
  zone = cliZone(named, folder.path);
  zone.write('web.yaml', serviceManifest('web', '10.96.0.1'));
});
afterEach(async () => {
  await named[Symbol.asyncDispose]();
  await folder[Symbol.asyncDispose]();
});

describe('a territory that grows', () => {
  test('by a wider network leaves PTRs of another writer there as they are, until they are adopted', async () => {
    const narrow = ['--reverse', '10.96.0.0/24'];
    const wide = ['--reverse', '10.96.0.0/16'];
    const printer = '7.1.96.10.in-addr.arpa';
    await named.nsupdate(`update add ${printer}. 300 PTR printer.example.net.`);
    expect((await zone.command('run', '--once', ...narrow)).exitCode).toBe(0);
    const refused = await zone.command('run', '--once', ...wide);
    expect(await named.dig(printer, 'PTR', '+short')).toBe('printer.example.net.');
    expect(refused.exitCode).toBe(3);
    expect(refused.stderr).toContain('1 records stand in the territory that would be ours');
    expect((await zone.command('run', '--once', ...narrow)).exitCode).toBe(0);

    const adopted = await zone.command('adopt', '--yes', ...wide);
    expect(adopted.stderr).toContain('zone 96.10.in-addr.arpa.: adopted\n');
    expect(adopted.stdout).toContain(`- ${printer}. 300 IN PTR printer.example.net.`);
    expect((await zone.command('run', '--once', ...wide)).exitCode).toBe(0);
    expect(await named.dig(printer, 'PTR', '+short')).toBe('');
    expect(await named.dig('1.0.96.10.in-addr.arpa', 'PTR', '+short')).toBe('web.default.svc.k8s.example.');
  });

  test('by pod names leaves a subtree "pod" of another writer as it is', async () => {
    await named.nsupdate('update add bay.pod.k8s.example. 300 A 192.0.2.1');
    expect((await zone.command('run', '--once')).exitCode).toBe(0);
    expect((await zone.command('run', '--once', '--pod-names')).exitCode).toBe(3);
    expect(await named.dig('bay.pod.k8s.example', 'A', '+short')).toBe('192.0.2.1');
  });

  test('by pod names is not in the way of a Service called pod, which has no short name', async () => {
    zone.write('pod.yaml', serviceManifest('pod', '10.96.0.2'));
    for (const flags of [[], ['--pod-names'], []])
      expect((await zone.command('run', '--once', ...flags)).exitCode).toBe(0);
    expect(await named.dig('pod.k8s.example', 'A', '+short')).toBe('');
    expect(await named.dig('pod.default.svc.k8s.example', 'A', '+short')).toBe('10.96.0.2');
    expect(await named.dig('web.k8s.example', 'A', '+short')).toBe('10.96.0.1');
  });

  test('goes on by itself where nothing stands in the new part, and where it shrinks', async () => {
    const networks = ['10.96.0.0/24', '10.96.0.0/16', '10.96.0.0/17'];
    for (const network of networks) {
      expect((await zone.command('run', '--once', '--reverse', network)).exitCode).toBe(0);
      expect(await named.dig('_k8s-bind.96.10.in-addr.arpa', 'TXT', '+short')).toContain(network);
    }
  });
});

const podManifest = (pods: number): string =>
  JSON.stringify({
    apiVersion: 'v1',
    kind: 'List',
    items: [
      {
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { name: 'db', namespace: 'default' },
        spec: { clusterIP: 'None' },
      },
      {
        apiVersion: 'discovery.k8s.io/v1',
        kind: 'EndpointSlice',
        metadata: { name: 'db-1', namespace: 'default', labels: { 'kubernetes.io/service-name': 'db' } },
        addressType: 'IPv4',
        ports: [],
        endpoints: Array.from({ length: pods }, (_, pod) => ({
          addresses: [`10.1.0.${pod + 1}`],
          targetRef: { kind: 'Pod', name: `db-${pod}`, namespace: 'default' },
        })),
      },
    ],
  });

describe('a territory that shrinks', () => {
  const claim = (): Promise<string> => named.dig('_k8s-bind.k8s.example', 'TXT', '+short');
  const pod = (): Promise<string> => named.dig('10-1-0-1.default.pod.k8s.example', 'A', '+short');

  test('by pod names takes its records along, and may grow again', async () => {
    zone.write('db.json', podManifest(2));
    await named.nsupdate('update add pod-printer.k8s.example. 300 A 192.0.2.1');
    for (const flags of [['--pod-names'], [], ['--pod-names'], []]) {
      expect((await zone.command('run', '--once', ...flags)).exitCode).toBe(0);
      expect(await pod()).toBe(flags.length === 0 ? '' : '10.1.0.1');
      expect((await claim()).includes('territory=svc,pod,dns-version')).toBe(flags.length > 0);
    }
    expect(await named.dig('pod-printer.k8s.example', 'A', '+short')).toBe('192.0.2.1');
    expect(await named.dig('10-1-0-1.db.default.svc.k8s.example', 'A', '+short')).toBe('10.1.0.1');
  });

  test('by a narrower network takes the PTRs outside of it along, which plan shows before', async () => {
    zone.write('far.yaml', serviceManifest('far', '10.96.1.1'));
    expect((await zone.command('run', '--once', '--reverse', '10.96.0.0/16')).exitCode).toBe(0);
    const narrow = ['--reverse', '10.96.0.0/24'];
    const plan = await zone.command('plan', ...narrow);
    expect(plan.stdout).toContain('- 1.1.96.10.in-addr.arpa. 30 IN PTR far.default.svc.k8s.example.');
    expect(plan.exitCode).toBe(2);

    expect((await zone.command('run', '--once', ...narrow)).exitCode).toBe(0);
    expect(await named.dig('1.1.96.10.in-addr.arpa', 'PTR', '+short')).toBe('');
    expect(await named.dig('1.0.96.10.in-addr.arpa', 'PTR', '+short')).toBe('web.default.svc.k8s.example.');
    const held = await named.dig('_k8s-bind.96.10.in-addr.arpa', 'TXT', '+short');
    expect(held).toContain('territory=10.96.0.0/24"');
    expect((await zone.command('plan', ...narrow)).exitCode).toBe(0);
  });

  test('and grows elsewhere, by adopt, keeps what it had until that is taken away', async () => {
    const claimed = (): Promise<string> => named.dig('_k8s-bind.96.10.in-addr.arpa', 'TXT', '+short');
    expect((await zone.command('run', '--once', '--reverse', '10.96.0.0/24')).exitCode).toBe(0);
    await named.nsupdate('update add 7.1.96.10.in-addr.arpa. 300 PTR printer.example.net.');
    const elsewhere = ['--reverse', '10.96.1.0/24'];
    expect((await zone.command('adopt', '--yes', ...elsewhere)).exitCode).toBe(0);
    expect(await claimed()).toContain('territory=10.96.1.0/24,10.96.0.0/24"');

    expect((await zone.command('run', '--once', ...elsewhere)).exitCode).toBe(0);
    expect(await named.dig('1.0.96.10.in-addr.arpa', 'PTR', '+short')).toBe('');
    expect(await claimed()).toContain('territory=10.96.1.0/24"');
  });

  test('by much waits for consent, and stays ours until then', async () => {
    zone.write('db.json', podManifest(90));
    expect((await zone.command('run', '--once', '--short-names=', '--pod-names')).exitCode).toBe(0);
    expect((await zone.command('run', '--once', '--short-names=')).exitCode).toBe(5);
    expect(await pod()).toBe('10.1.0.1');
    expect(await claim()).toContain('pod');

    expect((await zone.command('run', '--once', '--short-names=', '--allow-mass-delete')).exitCode).toBe(0);
    expect(await pod()).toBe('');
    expect(await claim()).not.toContain('pod');
  });
});
