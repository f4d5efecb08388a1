import { expect, test } from 'vitest';
import { startNamed } from '../support/named.ts';
import { paced } from '../support/paced.ts';
import { seeded } from '../support/seed.ts';
import { waitFor } from '../support/waitFor.ts';
import { startZoneDaemon } from '../support/zoneDaemon.ts';

const seconds = Number(process.env['CHAOS_SECONDS'] ?? 60);
const oursPerSecond = 200;
const theirsPerSecond = 20;
const editsPerProcess = 4;

test('200 changes a second of ours and 20 of another writer: nothing foreign is lost or changed, nothing of ours is missing', async () => {
  const random = seeded('two hands');
  await using named = await startNamed({ zones: [{ name: 'k8s.example', maxRecordsPerType: 0 }] });
  await using daemon = startZoneDaemon(named, { options: { soaIntervalMs: 1_000, readBackMs: 1_000 } });
  await daemon.settled();

  const ours = new Map<string, string>();
  const change = (): void => {
    const key = `${random.pick(['default', 'shop'])}/web-${random.below(200)}`;
    const address = `10.96.${random.below(250)}.${random.below(250) + 1}`;
    if (ours.has(key) && random.below(4) === 0) {
      ours.delete(key);
      daemon.store.remove(key);
    } else {
      ours.set(key, address);
      daemon.store.put(key, address);
    }
  };

  /** What the other writer wrote outside our names, by name: it must be there at the end, exactly. */
  const theirs = new Map<string, string>();
  const edits = { own: 0, territory: 0, marked: 0 };
  const editOwn = (): string => {
    const name = `host-${random.below(100)}.k8s.example.`;
    const address = `192.0.2.${random.below(250) + 1}`;
    theirs.set(name, address);
    edits.own += 1;
    return `update delete ${name} A\nupdate add ${name} 300 A ${address}`;
  };
  const editTerritory = (): string => {
    const name = `web-${random.below(200)}.shop.svc.k8s.example.`;
    edits.territory += 1;
    return random.pick([
      `update delete ${name} A`,
      `update add ${name} 30 A 192.0.2.66`,
      `update add x.${name} 30 TXT "junk"`,
      `update delete _http._tcp.${name} SRV`,
    ]);
  };
  const editMarked = (): string => {
    edits.marked += 1;
    return `update delete web-${random.below(200)}.k8s.example. A`;
  };
  /** Several messages of one nsupdate: starting a process for each would be slower than what is asked for. */
  const edit = async (): Promise<void> => {
    const script = Array.from({ length: editsPerProcess }, () =>
      random.pick([editOwn, editOwn, editTerritory, editMarked])(),
    );
    await named.nsupdate(script.join('\nsend\n'));
  };

  const [changes, handEdits] = await Promise.all([
    paced({ perSecond: oursPerSecond, seconds }, change),
    paced({ perSecond: theirsPerSecond / editsPerProcess, seconds }, edit),
  ]);
  console.log(
    `two writers: ${changes} changes of ours, ${handEdits * editsPerProcess} edits by hand`,
    edits,
    {
      updates: daemon.updates.length,
      transfers: daemon.transfers(),
      drift: daemon.of('drift').length,
      quarantined: daemon.of('quarantined').length,
      failed: daemon.of('update-failed').length,
    },
  );
  await waitFor(
    'everything is healed',
    async () => {
      await daemon.look();
      return daemon.loop.view.pending() === 0;
    },
    { deadlineMs: 60_000 },
  );
  await daemon.look();

  const text = await named.kdigAxfrText('k8s.example');
  expect(text).toBe(await named.axfrText('k8s.example'));
  const lines = text.split('\n');
  const written = lines.filter((line) => / IN (?:A|SRV) /.test(line) && !line.startsWith('ns.'));
  const theirLines = [...theirs].map(([name, address]) => `${name} 300 IN A ${address}`);
  const ourLines = [...ours].flatMap(([key, address]) => {
    const [namespace = '', name = ''] = key.split('/');
    const short = namespace === 'default' ? [`${name}.k8s.example.`] : [];
    return [`${name}.${namespace}.svc.k8s.example.`, ...short].flatMap((base) => [
      `${base} 30 IN A ${address}`,
      `_http._tcp.${base} 30 IN SRV 0 100 80 ${base}`,
    ]);
  });
  expect(written.toSorted()).toEqual([...theirLines, ...ourLines].sort());
  expect(lines.filter((line) => line.includes('junk'))).toEqual([]);
  expect(daemon.loop.view.conflicts().size).toBe(0);
  expect(daemon.loop.view.quarantine().size).toBe(0);

  const some = [...ours].slice(0, 20);
  for (const [key, address] of some) {
    const [namespace, name] = key.split('/');
    expect((await named.dig('+short', `${name}.${namespace}.svc.k8s.example`, 'A')).trim()).toBe(address);
  }
}, 300_000);
