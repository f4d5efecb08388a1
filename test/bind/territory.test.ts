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
  test('by a wider network leaves PTRs of another hand there as they are, until they are adopted', async () => {
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

  test('by pod names leaves a subtree "pod" of another hand as it is', async () => {
    await named.nsupdate('update add bay.pod.k8s.example. 300 A 192.0.2.1');
    expect((await zone.command('run', '--once')).exitCode).toBe(0);
    expect((await zone.command('run', '--once', '--pod-names')).exitCode).toBe(3);
    expect(await named.dig('bay.pod.k8s.example', 'A', '+short')).toBe('192.0.2.1');
  });

  test('goes on by itself where nothing stands in the new part, and where it shrinks', async () => {
    const networks = ['10.96.0.0/24', '10.96.0.0/16', '10.96.0.0/17'];
    for (const network of networks) {
      expect((await zone.command('run', '--once', '--reverse', network)).exitCode).toBe(0);
      expect(await named.dig('_k8s-bind.96.10.in-addr.arpa', 'TXT', '+short')).toContain(network);
    }
  });
});
