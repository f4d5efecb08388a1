import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { serviceManifest } from '../support/cliZone.ts';
import { startDaemon } from '../support/daemon.ts';
import { type Named, startNamed } from '../support/named.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';
import { waitFor } from '../support/waitFor.ts';

const services = 6_000;
const kills = 3;
const hand =
  'update add www.k8s.example. 300 A 192.0.2.1\nupdate add s7.k8s.example. 300 A 192.0.2.7\nupdate add mail.k8s.example. 300 MX 10 mail.example.net.';

/** The zone without what differs from run to run: its serial and the claim. */
const contentOf = async (named: Named): Promise<string> =>
  (await named.axfrText('k8s.example')).replace(/^\S+ \d+ IN SOA .*\n|^_k8s-bind\.\S+ .*\n/gm, '');

const countOf = async (named: Named): Promise<number> => (await contentOf(named)).split('\n').length;

test('the process is killed in the middle of its first sync, again and again: the next one finishes it, and touches nothing else', async () => {
  await using folder = await temporaryFolder('killed');
  const manifests = Array.from({ length: services }, (_, at) =>
    serviceManifest(`s${at}`, `10.96.${Math.floor(at / 250)}.${(at % 250) + 1}`),
  );
  await writeFile(join(folder.path, 'services.yaml'), manifests.join('---\n'));
  const args = ['--owner', 'test', '--manifests', folder.path];

  await using undisturbed = await startNamed();
  await undisturbed.nsupdate(hand);
  {
    await using daemon = await startDaemon(undisturbed, 'k8s.example', args);
    await daemon.ready();
  }
  const whole = await contentOf(undisturbed);
  const wholeSize = await countOf(undisturbed);

  await using named = await startNamed();
  await named.nsupdate(hand);
  const sizes: number[] = [];
  for (let round = 0; round < kills; round += 1) {
    const before = await countOf(named);
    if (before === wholeSize) break;
    await using daemon = await startDaemon(named, 'k8s.example', args);
    await waitFor('records are being written', async () => (await countOf(named)) > before, {
      intervalMs: 1,
      deadlineMs: 30_000,
    });
    await daemon.process.kill();
    sizes.push(await countOf(named));
  }
  // At least the first was killed half way; each went on where the one before had been.
  expect(sizes[0]).toBeLessThan(wholeSize);
  expect(sizes).toEqual(sizes.toSorted((a, b) => a - b));

  await using last = await startDaemon(named, 'k8s.example', args);
  await last.ready();
  expect(await contentOf(named)).toBe(whole);
  expect(last.process.logs()).not.toMatch(/drift/i);
});
