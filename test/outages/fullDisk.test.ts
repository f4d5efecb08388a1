import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { serviceManifest } from '../support/cliZone.ts';
import { startDaemon } from '../support/daemon.ts';
import { startNamed } from '../support/named.ts';
import { emptyZoneText } from '../support/namedConf.ts';
import { repairTimes } from '../support/repairTimes.ts';
import { mountSmallDisk } from '../support/smallDisk.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';
import { makeTsigKey } from '../support/tsigKey.ts';
import { waitFor } from '../support/waitFor.ts';

const zone = 'k8s.example';
const services = 100;
/** For so long, so that it tries again and again, and waits longer each time. */
const fullMs = 3_000;
const notAsked = / IN (?:SOA|NS) |^_k8s-bind\.|^ns\.|^dns-version/;
const isMarker = /\S\._k8s-bind\.k8s\.example\. /;
const hand = 'www.k8s.example. 300 IN A 192.0.2.1';

test('the disk of BIND is full, and BIND is killed meanwhile or not: nothing is lost, and with room again the zone ends exact', async () => {
  await using disk = await mountSmallDisk(1024);
  await using folder = await temporaryFolder('full-disk');
  const file = join(disk.path, 'zone.db');
  await writeFile(join(disk.outside, 'zone.db'), emptyZoneText(zone, '127.0.0.1'));
  await using named = await startNamed({
    commandPrefix: disk.prefix,
    keys: [await makeTsigKey('k8s-bind')],
    zones: [],
    statements: `zone "${zone}" { type primary; file "${file}"; update-policy { grant k8s-bind zonesub A AAAA CNAME SRV PTR TXT; grant hand zonesub ANY; }; allow-transfer { key k8s-bind; key hand; }; };`,
  });
  const loaded = (): Promise<unknown> => waitFor('the zone is loaded', () => named.answers([zone]));
  await loaded();
  await named.nsupdate(`update add ${hand.replace(' IN ', ' ')}`);

  const manifests = join(folder.path, 'services.yaml');
  let generation = 0;
  const address = (at: number): string => `10.96.${generation}.${at + 1}`;
  const change = async (): Promise<void> => {
    generation += 1;
    const texts = Array.from({ length: services }, (_, at) => serviceManifest(`web-${at}`, address(at)));
    await writeFile(`${manifests}.new`, texts.join('---\n'));
    await rename(`${manifests}.new`, manifests);
  };
  const lines = async (): Promise<readonly string[]> =>
    (await named.axfrText(zone)).split('\n').filter((line) => line !== '' && !notAsked.test(line));
  const answered = async (): Promise<readonly string[]> =>
    (await lines()).filter((line) => !isMarker.test(line));
  const exact = async (what: string): Promise<number> => {
    const startMs = performance.now();
    const needed = Array.from({ length: services }, (_, at) =>
      [`web-${at}.default.svc.${zone}.`, `web-${at}.${zone}.`].flatMap((name) => [
        `${name} 30 IN A ${address(at)}`,
        `_http._tcp.${name} 30 IN SRV 0 100 80 ${name}`,
      ]),
    ).flat();
    const look = async (): Promise<boolean> => {
      const [found, markers] = [await lines(), (line: string) => isMarker.test(line)];
      expect(found.filter((line) => !markers(line)).toSorted()).toEqual([...needed, hand].sort());
      // One for each short name, and one for its SRV record.
      expect(found.filter(markers)).toHaveLength(2 * services);
      return true;
    };
    await waitFor(`exact after ${what}`, look, { deadlineMs: 60_000 });
    return performance.now() - startMs;
  };

  await change();
  await using daemon = await startDaemon(named, zone, ['--owner', 'test', '--manifests', manifests]);
  await exact('the start');
  const times = repairTimes();
  for (const kind of ['the disk is full', 'the disk is full, and BIND is killed']) {
    await disk.fill();
    const before = await answered();
    await change();
    await waitFor('it says why it is behind', daemon.readiness, {
      until: (text) => text.includes("SERVFAIL; it cannot write the zone's journal"),
    });
    if (kind.endsWith('killed')) {
      await named.kill();
      await named.start();
      await loaded();
    }
    await pause(fullMs);
    // The last good zone keeps answering.
    expect(await answered()).toEqual(before);
    await disk.makeRoom();
    times.add(kind, await exact(kind));
  }
  console.log(`full disk: exact again\n${times.table()}`);
});
