import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runCli } from '../support/cli.ts';
import { type Named, startNamed } from '../support/named.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/temporaryFolder.ts';
import { startZoneDaemon } from '../support/zoneDaemon.ts';
import { type Answer, type Question, type QuestionSet, questionSets } from './coredns/questions.ts';

const reverseZones = [
  '0.10.in-addr.arpa',
  '168.192.in-addr.arpa',
  '0.0.0.0.0.0.0.0.d.c.b.a.4.3.2.1.ip6.arpa',
  '0.0.0.0.0.3.0.0.7.7.0.0.0.0.d.f.ip6.arpa',
  // Of the external address 1.2.3.4, which somebody else has.
  '3.2.1.in-addr.arpa',
];

let named: Named;
let folder: TemporaryFolder;
beforeAll(async () => {
  const zones = [...questionSets.map(({ zone }) => zone), ...reverseZones, 'hand.test'];
  named = await startNamed({
    zones: zones.map((name) => ({
      name,
      ...(name === 'zonal.test' ? { statements: 'check-names ignore;' } : {}),
    })),
  });
  folder = await temporaryFolder('coredns');
  for (const set of questionSets) await publish(set);
});
afterAll(async () => {
  await named[Symbol.asyncDispose]();
  await folder[Symbol.asyncDispose]();
});

const publish = async ({ zone, manifest, flags = [], config = '' }: QuestionSet): Promise<void> => {
  if (manifest === undefined) return;
  const file = join(folder.path, `${zone}.yaml`);
  writeFileSync(file, config);
  const server = ['--server', `${named.address}:${named.port}`, '--key-file', named.key().file];
  const source = ['--owner', 'test', '--manifests', join(import.meta.dirname, 'coredns', manifest)];
  const args = ['run', '--once', '--zone', zone, '--config', file, ...server, ...source, ...flags];
  const { exitCode, stdout, stderr } = await runCli(args);
  if (exitCode !== 0) throw new Error(`Cannot publish ${zone}: exit code ${exitCode}\n${stdout}${stderr}`);
};

const absolute = (name: string, zone: string): string =>
  name === '@' ? `${zone}.` : name.endsWith('.') ? name : `${name}.${zone}.`;

const ask = async ({ name, type }: Question, zone: string): Promise<Answer> => {
  const { rcode, text } = await named.query(absolute(name, zone), type);
  if (rcode === 'NXDOMAIN') return 'no such name';
  if (rcode !== 'NOERROR') return 'no answer';
  const records = text.split('\n').filter((line) => line !== '');
  return records.length === 0 ? 'no data' : compared(records.map((line) => line.replace(/^\S+ \d+ IN /, '')));
};

/** What of an answer counts, in one order. */
const compared = (answer: Answer): Answer =>
  typeof answer === 'string'
    ? answer
    : answer.map((record) => record.replace(/^(SRV \d+) \d+/, '$1 *').replace(/^(SOA \S+).*/, '$1')).sort();

const lineOf = ({ name, type }: Question, answer: Answer): string =>
  `${name} ${type}: ${typeof answer === 'string' ? answer : answer.join(', ')}`;

describe('to the questions of CoreDNS’s own tables BIND answers with our records as CoreDNS does, or as docs/coredns.md says', () => {
  test.each(questionSets)('$name', async ({ zone, questions }) => {
    const answers: string[] = [];
    for (const question of questions) answers.push(lineOf(question, await ask(question, zone)));
    expect(answers).toEqual(
      questions.map((question) => lineOf(question, compared(question.here ?? question.coredns))),
    );
  });

  test('of which most are the same', () => {
    const all = questionSets.flatMap(({ questions }) => questions);
    const different = all.filter(({ here }) => here !== undefined);
    for (const { here, coredns } of different)
      expect(compared(here ?? 'no answer')).not.toEqual(compared(coredns));
    expect({ all: all.length, different: different.length }).toEqual({ all: 137, different: 27 });
  });

  test('and each difference has a row there', () => {
    const page = readFileSync(join(import.meta.dirname, '../../docs/coredns.md'), 'utf8');
    const rows = new Set(questionSets.flatMap(({ questions }) => questions.flatMap(({ row }) => row ?? [])));
    expect(rows.size).toBeGreaterThan(5);
    expect([...rows].filter((row) => !page.includes(`\n| ${row} `))).toEqual([]);
  });
});

test('an SRV answer brings the addresses of its targets along', async () => {
  for (const { zone, questions } of questionSets)
    for (const { name, type, here, coredns } of questions) {
      const answer = here ?? coredns;
      if (type !== 'SRV' || typeof answer === 'string') continue;
      const targets = answer.flatMap((record) => /^SRV .* (\S+)$/.exec(record)?.[1] ?? []);
      const additional = await named.dig('+noall', '+additional', absolute(name, zone), 'SRV');
      for (const target of targets.filter((target) => target.endsWith(`.${zone}.`)))
        expect(additional.toLowerCase()).toMatch(new RegExp(`^${target.replaceAll('.', '\\.')}\\s`, 'm'));
    }
});

test('what stands by another hand answers outside of svc; below it, it goes and is reported, as nobody can tell whose it is', async () => {
  const ask = (name: string) => named.dig(`${name}.hand.test`, 'A', '+short');
  await named.nsupdate('update add printer.hand.test. 60 A 192.0.2.1');
  await using daemon = startZoneDaemon(named, { zone: 'hand.test.' });
  daemon.store.put('default/web', '10.96.0.1');
  await daemon.settled();
  await named.nsupdate(`update add legacy.shop.svc.hand.test. 60 A 192.0.2.2
update add scanner.hand.test. 60 A 192.0.2.3`);
  await daemon.look();
  expect(await ask('legacy.shop.svc')).toBe('');
  expect(daemon.of('drift').map(({ unit }) => unit)).toEqual(['shop/legacy']);
  expect(await ask('printer')).toBe('192.0.2.1');
  expect(await ask('scanner')).toBe('192.0.2.3');
  expect(await ask('web.default.svc')).toBe('10.96.0.1');

  // The way to such a name: an ExternalName, or a Service without selector with endpoints by hand.
  daemon.store.putSpec('shop/legacy', { type: 'ExternalName', externalName: 'printer.hand.test' });
  await daemon.settled();
  expect(await ask('legacy.shop.svc')).toBe('printer.hand.test.\n192.0.2.1');
});
