import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { decodeMessage } from '../../src/dns/decodeMessage.ts';
import { encodeQuery } from '../../src/dns/query.ts';
import type { ResourceRecord } from '../../src/dns/rrset.ts';
import { serviceRef } from '../../src/model/objectRef.ts';
import { markerName, parseMarker, recordMark } from '../../src/zone/marker.ts';
import { oldRecordMark } from '../../src/zone/oldRecordMark.ts';
import { type CliResult, runCli } from '../support/cli.ts';
import { type Named, startNamed } from '../support/named.ts';
import { parseZoneText } from '../support/parseZoneText.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';
import { ask } from './dnsTcp.ts';

/** Both zones as the first version left them; how they were made stands in the folder's README. */
const folder = join(import.meta.dirname, 'upgrade');
const read = (file: string): string => readFileSync(join(folder, file), 'utf8');
const zones = [
  { name: 'k8s.example', text: read('forward.db') },
  { name: '10.in-addr.arpa', text: read('reverse.db') },
] as const;

/** Records of other writers in the forward zone, beside ours and at names of their own. */
const theirs = (line: string): boolean =>
  / 300 IN (?!A 10\.96)|by hand too|IN SRV 9 9|:1d2f$/.test(line) && !/ IN SOA /.test(line);
const isMark = (line: string): boolean => /^(\S+\.)?_k8s-bind\.\S+ 60 IN TXT /.test(line);
const linesOf = (text: string): readonly string[] => text.split('\n').filter((line) => line !== '');
/** All but SOA, claim and markers. */
const content = (text: string): readonly string[] =>
  linesOf(text).filter((line) => !isMark(line) && !/ IN SOA /.test(line));
const serialOf = (text: string): number => Number(/ IN SOA \S+ \S+ (\d+) /.exec(text)?.[1]);

const recordsOf = (text: string, zone: string): readonly ResourceRecord[] =>
  parseZoneText(text, { origin: `${zone}.` }).records;

const runOnce = (named: Named, manifests: string): Promise<CliResult> =>
  runCli([
    'run',
    '--once',
    '--config',
    join(folder, 'config.yaml'),
    '--server',
    `${named.address}:${named.port}`,
    '--key-file',
    named.key().file,
    '--manifests',
    manifests,
  ]);

/** What was deleted and added since a serial, one list for each UPDATE (RFC 1995 §4). */
const changesSince = async (
  named: Named,
  zone: string,
  serial: number,
): Promise<readonly { readonly deleted: readonly string[]; readonly added: readonly string[] }[]> => {
  const options = ['+nocomments', '+nocmd', '+nostats', '-k', named.key('hand').file];
  const text = await named.dig(...options, zone, `IXFR=${serial}`);
  const lines = linesOf(text.replaceAll(/[ \t]+/g, ' ')).filter((line) => !/^;| ANY TSIG /.test(line));
  const changes: { deleted: string[]; added: string[] }[] = [];
  let into: string[] = [];
  // The SOA of the zone now, then for each change the SOA before and the SOA after, and the SOA of now again.
  for (const [index, line] of lines.slice(1, -1).entries()) {
    const isSoa = / IN SOA /.test(line);
    const last = changes.at(-1);
    if (isSoa && (last === undefined || into === last.added)) {
      const next = { deleted: [], added: [] };
      changes.push(next);
      into = next.deleted;
    } else if (isSoa && last !== undefined) into = last.added;
    else if (index > 0) into.push(line);
  }
  return changes;
};

/**
 * Asks for all of these records, but for what is a wildcard or delegated, over and over until it is
 * stopped; returns what was ever missing.
 */
const watch = (named: Named, records: readonly ResourceRecord[]) => {
  const byQuestion = Map.groupBy(
    records.filter(({ name }) => !/\*|(?:^|\.)lab\./.test(name)),
    ({ name, type }) => JSON.stringify({ name, type }),
  );
  const missing = new Set<string>();
  const stopping = new AbortController();
  let rounds = 0;
  const running = (async () => {
    while (!stopping.signal.aborted) {
      for (const [question, expected] of byQuestion) {
        const { name, type } = JSON.parse(question) as { name: string; type: string };
        const [octets] = await ask(named.port, encodeQuery({ id: 1, name, type }));
        const answer = decodeMessage(octets ?? Buffer.alloc(0));
        const found = answer.kind === 'message' ? answer.answers.map(({ rdata }) => rdata) : [];
        for (const { rdata } of expected) if (!found.includes(rdata)) missing.add(`${question} ${rdata}`);
      }
      rounds += 1;
    }
  })();
  return {
    stop: async (): Promise<{ readonly rounds: number; readonly missing: readonly string[] }> => {
      stopping.abort();
      await running;
      return { rounds, missing: [...missing] };
    },
  };
};

test('zones of the first version are taken over: nothing stops answering, markers are written anew once', async () => {
  await using named = await startNamed({ zones });
  const before = await Promise.all(zones.map(({ name }) => named.axfrText(name)));
  expect(before.map((text) => linesOf(text).length)).toEqual(zones.map(({ text }) => linesOf(text).length));
  const all = zones.flatMap(({ name }, index) => recordsOf(before[index] ?? '', name));
  const watching = watch(
    named,
    all.filter(({ name }) => !name.includes('_k8s-bind')),
  );
  expect(await runOnce(named, join(folder, 'manifests.yaml'))).toMatchObject({ exitCode: 0 });
  const { rounds, missing } = await watching.stop();
  expect(missing).toEqual([]);
  expect(rounds).toBeGreaterThan(2);

  const after = await Promise.all(zones.map(({ name }) => named.axfrText(name)));
  for (const index of zones.keys()) expect(content(after[index] ?? '')).toEqual(content(before[index] ?? ''));
  const rewritten = new Map<string, number>();
  for (const [index, { name }] of zones.entries()) {
    for (const { deleted, added } of await changesSince(named, name, serialOf(before[index] ?? ''))) {
      expect([...deleted, ...added].filter((line) => !isMark(line))).toEqual([]);
      for (const line of added) {
        const [owner = ''] = line.split(' ');
        rewritten.set(owner, (rewritten.get(owner) ?? 0) + 1);
      }
    }
  }
  const marks = before
    .flatMap((text) => linesOf(text).filter(isMark))
    .map((line) => line.split(' ')[0] ?? '');
  const owners = marks.filter((owner) => !owner.startsWith('_k8s-bind.'));
  expect(owners).toHaveLength(12);
  expect(Object.fromEntries(rewritten)).toEqual(Object.fromEntries(owners.map((owner) => [owner, 1])));

  // Each marker names its object, and has the strong mark of each record of ours and of no other.
  const zone = 'k8s.example.';
  const ours = recordsOf(
    linesOf(after[0] ?? '')
      .filter((line) => !theirs(line))
      .join('\n'),
    'k8s.example',
  );
  const markers = ours.filter(({ name }) => name.endsWith(`._k8s-bind.${zone}`));
  expect(markers).toHaveLength(12);
  for (const { name, rdata } of markers) {
    const marker = parseMarker(rdata);
    const marked = ours.filter((record) => markerName(record.name, zone) === name);
    expect(marked).not.toEqual([]);
    expect(marker?.marks.toSorted()).toEqual(marked.map((record) => recordMark(record.name, record)).sort());
    expect(rdata).toContain(`"object=Service/${marker?.object.namespace}/${marker?.object.name}"`);
    expect(rdata).not.toContain('service=');
  }
  expect(parseMarker(markers.find(({ name }) => name.startsWith('api-shop.'))?.rdata ?? '')?.object).toEqual(
    serviceRef('shop/api'),
  );

  // A second run finds nothing to write: no UPDATE is sent, which would raise the serial.
  expect(await runOnce(named, join(folder, 'manifests.yaml'))).toMatchObject({ exitCode: 0 });
  expect(await Promise.all(zones.map(({ name }) => named.axfrText(name)))).toEqual(after);
});

test("on a weak mark that another writer's record shares nothing of theirs is deleted, whatever ours becomes", async () => {
  const [ours, forged] = [
    '2001:db8:1:1000:1b64:134a:1e8d:186a',
    '2001:db8:1:1005:10fc:1dbe:13c3:1d2f',
  ] as const;
  expect(oldRecordMark({ type: 'AAAA', rdata: ours })).toBe(oldRecordMark({ type: 'AAAA', rdata: forged }));
  await using named = await startNamed({ zones });
  await using other = await temporaryFolder('upgrade');
  const manifests = join(other.path, 'manifests.yaml');
  const before = linesOf(await named.axfrText('k8s.example')).filter(theirs);
  expect(before.filter((line) => line.includes(forged))).toHaveLength(1);
  expect(before).toHaveLength(19);
  const expectTheirs = async (): Promise<void> =>
    expect(linesOf(await named.axfrText('k8s.example')).filter(theirs)).toEqual(before);
  const at = async (type: string): Promise<readonly string[]> =>
    linesOf(await named.dig('web.k8s.example', type, '+short')).toSorted();

  // While nobody looked the Service got other addresses: neither of the two AAAA records is desired any more,
  // and whose each is nobody can say. Both stay, the new one is a conflict; what is surely ours is replaced.
  writeFileSync(
    manifests,
    read('manifests.yaml').replaceAll('10.96.0.1', '10.96.0.9').replace(ours, '2001:db8:1::9'),
  );
  const moved = await runOnce(named, manifests);
  expect(moved).toMatchObject({ exitCode: 0 });
  expect(moved.stderr).toContain('which is not ours');
  await expectTheirs();
  expect(await at('AAAA')).toEqual([forged, ours].sort());
  expect(await at('A')).toEqual(['10.96.0.9', '192.0.2.7']);

  // Then it goes, and what is surely ours goes with it.
  writeFileSync(manifests, read('manifests.yaml').replace('name: web,', 'name: gone,'));
  expect(await runOnce(named, manifests)).toMatchObject({ exitCode: 0 });
  await expectTheirs();
  expect(await at('AAAA')).toEqual([forged, ours].sort());
  expect(await at('A')).toEqual(['192.0.2.7']);
  expect(await named.axfrText('k8s.example')).not.toMatch(/^web\._k8s-bind/m);
});
