import { afterAll, beforeAll, expect, test } from 'vitest';
import { readFullNow } from '../support/loopFacts.ts';
import { type Named, startNamed } from '../support/named.ts';
import { waitFor } from '../support/waitFor.ts';
import { startZoneDaemon } from '../support/zoneDaemon.ts';

const update = 'update-policy { grant "k8s-bind" zonesub ANY; grant "hand" zonesub ANY; };';
const hex64 = '0123456789ABCDEF'.repeat(4);

/** One record of each type that names of Services never have, as another writer may have it. */
const theirs: readonly (readonly [string, string])[] = [
  ['NS', 'ns1.example.net.'],
  ['MX', '10 mail.example.net.'],
  ['NAPTR', '1 1 "u" "E2U+sip" "!^.*$!sip:a@example.net!" .'],
  ['CAA', '0 issue "ca.example.net"'],
  ['SSHFP', `4 2 ${hex64}`],
  ['TLSA', `3 1 1 ${hex64}`],
  ['HTTPS', '1 . alpn="h2"'],
  ['SVCB', '1 svc.example.net. port=443'],
];

let named: Named;
beforeAll(async () => {
  const names = ['taken', 'shared', 'drift', 'cut', 'glue', 'hide', 'apex', 'territory', 'capitals', 'over'];
  named = await startNamed({ zones: names.map((name) => ({ name: `${name}.example`, update })) });
});
afterAll(() => named[Symbol.asyncDispose]());

/** The zone without its SOA, the claim, and what every zone of ours holds. */
const linesOf = async (zone: string): Promise<readonly string[]> =>
  (await named.axfrText(zone))
    .split('\n')
    .filter((line) => line !== '' && !/ IN SOA |^_k8s-bind\.|^dns-version/.test(line));
const without = (lines: readonly string[], pattern: RegExp): readonly string[] =>
  lines.filter((line) => !pattern.test(line));

test('a record of another writer, of each type, keeps its name from us, and gives it when it goes', async () => {
  const zone = 'taken.example.';
  for (const [type, rdata] of theirs)
    await named.nsupdate(`update add x-${type.toLowerCase()}.${zone} 300 ${type} ${rdata}`);
  const before = await linesOf('taken.example');
  await using daemon = startZoneDaemon(named, { zone });
  for (const [type] of theirs) {
    const name = `x-${type.toLowerCase()}.${zone}`;
    daemon.request(name, `${name} MX 10 ours.example.net.`);
  }
  await daemon.settled();
  expect(await linesOf('taken.example')).toEqual(before);
  const conflicts = daemon.loop.view.conflicts();
  expect(conflicts.size).toBe(theirs.length);
  for (const [type, rdata] of theirs) {
    const { reason } = conflicts.get(`x-${type.toLowerCase()}.${zone}`) ?? {};
    if (type === 'NS') expect(reason).toContain('which is delegated (NS)');
    else expect(reason).toBe(`already holds ${type} ${rdata}, which is not ours`);
  }

  for (const [type] of theirs) await named.nsupdate(`update delete x-${type.toLowerCase()}.${zone}`);
  await daemon.look();
  await waitFor('all are ours', () => daemon.loop.view.conflicts().size === 0);
  await daemon.settled();
  const after = without(await linesOf('taken.example'), /_k8s-bind/);
  expect(after.filter((line) => line.includes('IN MX 10 ours.example.net.'))).toHaveLength(theirs.length);
});

test('names with every type are written, changed and given up; the neighbour at the same name stays', async () => {
  const zone = 'shared.example.';
  const before = await linesOf('shared.example');
  await using daemon = startZoneDaemon(named, { zone });
  const rest = theirs.filter(([type]) => type !== 'NS');
  daemon.request(`all.${zone}`, rest.map(([type, rdata]) => `all.${zone} ${type} ${rdata}`).join('\n'));
  daemon.request(`lab.${zone}`, `lab.${zone} NS ns1.example.net.\nlab.${zone} NS ns2.example.net.`);
  await daemon.settled();
  const written = without(await linesOf('shared.example'), /_k8s-bind/);
  expect(written).toEqual(
    [
      ...before,
      ...rest.map(([type, rdata]) => `all.${zone} 60 IN ${type} ${rdata}`),
      `lab.${zone} 60 IN NS ns1.example.net.`,
      `lab.${zone} 60 IN NS ns2.example.net.`,
    ].sort(byNameAndType),
  );
  expect(daemon.loop.parts.ledger.totalRecords()).toBe(rest.length + 2 + 1);

  // Neighbours come to the same names and the same RRsets.
  await named.nsupdate(`update add all.${zone} 60 MX 20 theirs.example.net.
update add all.${zone} 60 CAA 0 iodef "mailto:a@example.net"`);
  daemon.request(`all.${zone}`, `all.${zone} MX 10 new.example.net.`);
  daemon.request(`lab.${zone}`, `lab.${zone} NS ns2.example.net.`);
  await daemon.look();
  expect(without(await linesOf('shared.example'), /_k8s-bind/)).toEqual(
    [
      ...before,
      `all.${zone} 60 IN CAA 0 iodef "mailto:a@example.net"`,
      `all.${zone} 60 IN MX 10 new.example.net.`,
      `all.${zone} 60 IN MX 20 theirs.example.net.`,
      `lab.${zone} 60 IN NS ns2.example.net.`,
    ].sort(byNameAndType),
  );

  daemon.request(`all.${zone}`, undefined);
  daemon.request(`lab.${zone}`, undefined);
  await daemon.settled();
  expect(await linesOf('shared.example')).toEqual(
    [
      ...before,
      `all.${zone} 60 IN CAA 0 iodef "mailto:a@example.net"`,
      `all.${zone} 60 IN MX 20 theirs.example.net.`,
    ].sort(byNameAndType),
  );
  expect(daemon.loop.parts.ledger.totalRecords()).toBe(1);
});

test('an MX of ours that another writer deletes or edits is healed, and theirs beside it stays', async () => {
  const zone = 'drift.example.';
  await named.nsupdate(`update add other.${zone} 60 MX 10 a.example.net.`);
  await using daemon = startZoneDaemon(named, { zone });
  const text = `mail.${zone} MX 10 a.example.net.\nmail.${zone} MX 20 b.example.net.`;
  daemon.request(`mail.${zone}`, text);
  await daemon.settled();
  const before = await linesOf('drift.example');
  expect(before.filter((line) => line.startsWith('mail.drift.example. 60 IN MX '))).toHaveLength(2);
  const added = 'mail.drift.example. 60 IN MX 30 a.example.net.';

  const edits: readonly (readonly [string, readonly string[]])[] = [
    [`update delete mail.${zone} MX 10 a.example.net.`, []],
    [`update delete mail.${zone}`, []],
    [`update add mail.${zone} 999 MX 10 a.example.net.`, []],
    [
      `update delete mail.${zone} MX 10 a.example.net.\nupdate add mail.${zone} 60 MX 30 a.example.net.`,
      [added],
    ],
  ];
  for (const [edit, stays] of edits) {
    await named.nsupdate(edit);
    await daemon.look();
    await daemon.settled();
    expect(await linesOf('drift.example')).toEqual([...before, ...stays].sort(byNameAndType));
  }
  expect(daemon.of('drift')).toHaveLength(edits.length);
});

test('what is below a delegation of ours is not written, and is when it goes; its servers’ addresses are', async () => {
  const zone = 'cut.example.';
  await using daemon = startZoneDaemon(named, { zone });
  daemon.request(`lab.${zone}`, `lab.${zone} NS ns.lab.${zone}\nlab.${zone} NS ns2.example.net.`);
  await daemon.settled();
  daemon.request(`ns.lab.${zone}`, `ns.lab.${zone} A 192.0.2.53\nns.lab.${zone} AAAA 2001:db8::53`);
  daemon.request(`host.lab.${zone}`, `host.lab.${zone} A 192.0.2.1`);
  daemon.request(`ns2.lab.${zone}`, `ns2.lab.${zone} TXT "no address"`);
  await daemon.settled();
  await daemon.look();
  const conflicts = daemon.loop.view.conflicts();
  expect([...conflicts.keys()].sort()).toEqual([`host.lab.${zone}`, `ns2.lab.${zone}`]);
  expect(conflicts.get(`host.lab.${zone}`)?.reason).toBe(
    `stands at or below lab.${zone}, which is delegated (NS): another server is asked there`,
  );
  const glue = await named.dig('+noall', '+additional', `www.lab.${zone}`, 'A');
  expect(glue).toContain('192.0.2.53');
  expect(glue).toContain('2001:db8::53');
  // A referral is how a delegation is answered.
  daemon.loop.parts.answers.askSoon();
  daemon.loop.wake();
  await waitFor('they were asked for', () => !Number.isFinite(daemon.loop.parts.answers.dueAtMs()));
  expect(daemon.of('wrong-answer')).toEqual([]);

  // The name of the delegation may become something else, and then nothing is cut.
  daemon.request(`lab.${zone}`, `lab.${zone} A 192.0.2.2`);
  await daemon.settled();
  await daemon.look();
  await waitFor('no conflict is left', () => daemon.loop.view.conflicts().size === 0);
  await daemon.settled();
  expect(await named.dig('+short', `host.lab.${zone}`, 'A')).toBe('192.0.2.1');
  expect(await named.dig('+short', `lab.${zone}`, 'NS')).toBe('');
});

test('a delegation with a server of another writer among its own is a cut for its name too', async () => {
  const zone = 'glue.example.';
  await using daemon = startZoneDaemon(named, { zone });
  daemon.request(`lab.${zone}`, `lab.${zone} NS ns1.example.net.`);
  await daemon.settled();
  await named.nsupdate(`update add lab.${zone} 60 NS theirs.example.net.`);
  await daemon.look();
  daemon.request(`lab.${zone}`, `lab.${zone} NS ns2.example.net.`);
  await daemon.settled();
  expect([...daemon.loop.view.conflicts().keys()]).toEqual([`lab.${zone}`]);
  daemon.request(`lab.${zone}`, undefined);
  await daemon.settled();
  expect(without(await linesOf('glue.example'), /^(?!lab)/)).toEqual([
    `lab.${zone} 60 IN NS theirs.example.net.`,
  ]);
});

test('a delegation that would hide a name of another writer is not made, until that has gone', async () => {
  const zone = 'hide.example.';
  await named.nsupdate(`update add a.b.lab.${zone} 60 A 192.0.2.1
update add ns.lab.${zone} 60 A 192.0.2.53
update add xlab.${zone} 60 A 192.0.2.2`);
  await using daemon = startZoneDaemon(named, { zone });
  daemon.request(`lab.${zone}`, `lab.${zone} NS ns.lab.${zone}`);
  await daemon.settled();
  expect(daemon.loop.view.conflicts().get(`lab.${zone}`)?.reason).toBe(
    `would hide a.b.lab.${zone}, which is not ours`,
  );
  expect(await named.dig('+short', `a.b.lab.${zone}`, 'A')).toBe('192.0.2.1');

  await named.nsupdate(`update delete a.b.lab.${zone}`);
  await daemon.look();
  readFullNow(daemon.loop);
  await daemon.look();
  await waitFor('it is ours', () => daemon.loop.view.conflicts().size === 0);
  await daemon.settled();
  // The address of its server, which another writer keeps, is what a delegation needs.
  expect(await named.dig('+noall', '+additional', `www.lab.${zone}`, 'A')).toContain('192.0.2.53');
});

test('the zone itself: mail beside its own SOA and NS, never NS; not beside records of another writer', async () => {
  const zone = 'apex.example.';
  await using daemon = startZoneDaemon(named, { zone });
  daemon.request(zone, `${zone} MX 10 mail.example.net.\n${zone} CAA 0 issue ";"`);
  await daemon.settled();
  expect(await named.dig('+short', zone, 'MX')).toBe('10 mail.example.net.');
  const ns = await named.dig('+short', zone, 'NS');
  daemon.request(zone, `${zone} NS ns1.example.net.`);
  await daemon.settled();
  expect(daemon.loop.view.conflicts().get(zone)?.reason).toBe(
    "is the zone itself, whose NS records are its server's",
  );
  expect(await named.dig('+short', zone, 'NS')).toBe(ns);
  daemon.request(zone, undefined);
  await daemon.settled();
  expect(await named.dig('+short', zone, 'MX')).toBe('');

  await named.nsupdate(`update add ${zone} 300 TLSA 3 1 1 ${hex64}`);
  daemon.request(zone, `${zone} MX 10 mail.example.net.`);
  await daemon.look();
  await daemon.settled();
  expect(daemon.loop.view.conflicts().get(zone)?.reason).toBe(
    `already holds TLSA 3 1 1 ${hex64}, which is not ours`,
  );
  expect(await named.dig('+short', zone, 'MX')).toBe('');
});

test('in the territory records of these types are left alone, as by every version before', async () => {
  const zone = 'territory.example.';
  const lines = theirs
    .filter(([type]) => type !== 'NS')
    .map(([type, rdata]) => `update add web.default.svc.${zone} 300 ${type} ${rdata}`);
  await named.nsupdate(`${lines.join('\n')}\nupdate add svc.${zone} 300 CAA 0 issue ";"`);
  const before = await linesOf('territory.example');
  // They do not keep the zone from being claimed.
  const daemon = startZoneDaemon(named, { zone });
  daemon.store.put('default/web', '10.96.0.1');
  daemon.store.put('shop/api', '10.96.0.2');
  await daemon.settled();
  daemon.store.put('default/web', '10.96.0.3');
  await named.nsupdate(`update add x.svc.${zone} 300 MX 10 mail.example.net.`);
  await daemon.look();
  await daemon.settled();
  daemon.store.remove('default/web');
  daemon.store.remove('shop/api');
  await daemon.settled();
  readFullNow(daemon.loop);
  await daemon.look();
  await daemon.settled();
  await daemon.stop();
  expect(await linesOf('territory.example')).toEqual(
    [...before, `x.svc.${zone} 300 IN MX 10 mail.example.net.`].sort(byNameAndType),
  );
  expect(daemon.of('drift')).toEqual([]);
});

test('a zone of ours with such records of others in it is taken over as it is: nothing is sent but the claim', async () => {
  const zone = 'over.example.';
  const first = startZoneDaemon(named, { zone });
  for (const name of ['web', 'api', 'db']) first.store.put(`default/${name}`, '10.96.0.1', 'fd00::1');
  await first.settled();
  await first.stop();
  const [delegation = '', ...rest] = theirs.map(([type, rdata]) => `300 ${type} ${rdata}`);
  const at = (name: string, records: readonly string[]): string =>
    records.map((record) => `update add ${name}.${zone} ${record}`).join('\n');
  await named.nsupdate(
    [
      at('web', rest),
      at(
        '_http._tcp.api',
        rest.filter((record) => !record.startsWith('300 MX')),
      ),
      at('api.default.svc', rest),
      at('db', [delegation]),
      at('host', rest),
      at('lab', [delegation]),
    ].join('\n'),
  );
  const before = await linesOf('over.example');

  await using second = startZoneDaemon(named, { zone, store: first.store });
  await second.settled();
  await second.look();
  readFullNow(second.loop);
  await second.look();
  await second.settled();
  expect(second.updates).toHaveLength(1);
  expect(await linesOf('over.example')).toEqual(before);
  expect(second.of('drift')).toEqual([]);
});

test('a target in capitals, written by hand, is another record: ours goes with its exact octets, theirs stays', async () => {
  const zone = 'capitals.example.';
  await using daemon = startZoneDaemon(named, { zone });
  daemon.request(`web.${zone}`, `web.${zone} HTTPS 1 pool.example.net. alpn=h2`);
  await daemon.settled();
  const theirs = `web.${zone} 60 IN HTTPS 1 Pool.Example.net. alpn="h2"`;
  await named.nsupdate(`update add web.${zone} 60 HTTPS 1 Pool.Example.net. alpn=h2`);
  await daemon.look();
  daemon.request(`web.${zone}`, `web.${zone} HTTPS 2 pool.example.net. alpn=h2`);
  await daemon.settled();
  const lines = async () => without(await linesOf('capitals.example'), /^(?!web\.cap)/);
  expect(await lines()).toEqual([theirs, `web.${zone} 60 IN HTTPS 2 pool.example.net. alpn="h2"`]);
  daemon.request(`web.${zone}`, undefined);
  await daemon.settled();
  expect(await lines()).toEqual([theirs]);
});

/** As the texts of zones are sorted here: names, then types. */
const byNameAndType = (a: string, b: string): number => {
  const key = (line: string): string => {
    const [owner = '', , , ...rest] = line.split(' ');
    return `${owner.replace(/\.$/, '').split('.').reverse().join('\u0000')}\u0000 ${rest.join(' ')}`;
  };
  return key(a) < key(b) ? -1 : Number(key(a) > key(b));
};
