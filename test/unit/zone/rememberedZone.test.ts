import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { emptyDigest } from '../../../src/dns/recordDigest.ts';
import { applyOther, applyRecord, emptyMirror, type Mirror } from '../../../src/zone/mirror.ts';
import { readRememberedText, rememberedText } from '../../../src/zone/rememberedZone.ts';
import { nameUnit, objectUnit } from '../../../src/zone/unit.ts';
import { forwardLayout } from '../../../src/zone/zoneLayout.ts';

const layout = forwardLayout('k8s.example.', { podNames: false });

/** One of everything that a mirror remembers. */
const full = (): Mirror => {
  const mirror = emptyMirror(layout);
  mirror.serial = 4_294_967_295;
  mirror.negativeTtlSeconds = 300;
  const add = (name: string, type: 'A' | 'TXT' | 'NS', rdata: string): void =>
    void applyRecord(mirror, 'add', { name: `${name}k8s.example.`, type, ttlSeconds: 30, rdata });
  add('web.default.svc.', 'A', '10.96.0.1');
  add('web.default.svc.', 'A', '10.96.0.2');
  add('web.', 'A', '10.96.0.1');
  add('two.', 'A', '10.96.0.1');
  add('two.', 'TXT', '"by hand"');
  add('web._k8s-bind.', 'TXT', '"k8s-bind=1"');
  add('_k8s-bind.', 'TXT', '"a claim"');
  add('child.', 'NS', 'ns.elsewhere.example.');
  applyOther(mirror, 'add', { name: 'mail.k8s.example.', type: 'TYPE65280' });
  return mirror;
};

const none = new Map();
const mirrorText = (mirror: Mirror, origin: string): string => rememberedText({ mirror, made: none }, origin);
const readMirrorText = (...text: Parameters<typeof readRememberedText>): Mirror | undefined =>
  readRememberedText(...text)?.mirror;

test('a mirror is read as it was written', () => {
  const mirror = full();
  const read = readMirrorText(mirrorText(mirror, 'here'), layout, 'here');
  expect(read?.serial).toBe(4_294_967_295);
  expect(read?.negativeTtlSeconds).toBe(300);
  expect(read?.claim).toEqual(['"a claim"']);
  expect(read?.territory).toEqual(mirror.territory);
  expect(read?.territory.size).toBe(1);
  expect([...(read?.outside.entries() ?? [])]).toEqual([...mirror.outside.entries()]);
  expect([...mirror.outside.names()].length).toBeGreaterThan(3);
  expect(read?.cuts).toEqual(mirror.cuts);
  expect(read?.cuts.size).toBe(1);
  expect(read?.layout).toBe(layout);
  expect(readRememberedText(mirrorText(mirror, 'here'), layout, 'here')?.made.size).toBe(0);
});

test('what changes later changes what was read as it changes what was written', () => {
  const mirror = full();
  const read = readMirrorText(mirrorText(mirror, 'here'), layout, 'here') ?? emptyMirror(layout);
  for (const each of [mirror, read])
    for (const name of ['web.default.svc.k8s.example.', 'web.k8s.example.'])
      applyRecord(each, 'remove', { name, type: 'A', ttlSeconds: 30, rdata: '10.96.0.1' });
  expect(read.territory).toEqual(mirror.territory);
  expect([...read.outside.entries()]).toEqual([...mirror.outside.entries()]);
});

test('what records were made of is read with their digest, which the zone does not change any more', () => {
  const mirror = full();
  const web = objectUnit('default/web');
  const digest = { ...mirror.territory.get(web) };
  const written = { text: '["of this"]', digest: emptyDigest() };
  // Of what is not in the territory nothing is read.
  const made = new Map([
    [objectUnit('default/gone'), { ...written, text: '["of another"]' }],
    [web, written],
    [nameUnit('web.k8s.example.'), { ...written, text: '["of a name"]' }],
  ]);
  const read = readRememberedText(rememberedText({ mirror, made }, 'here'), layout, 'here');
  const name = 'web.default.svc.k8s.example.';
  applyRecord(read?.mirror ?? mirror, 'remove', { name, type: 'A', ttlSeconds: 30, rdata: '10.96.0.1' });
  expect(read?.mirror.territory.get(web)?.count).toBe(1);
  expect(read?.made).toEqual(new Map([[web, { text: written.text, digest }]]));
  expect(digest.count).toBe(2);
});

test('no negative TTL is known', () => {
  const read = readMirrorText(mirrorText(emptyMirror(layout), 'here'), layout, 'here');
  expect(read?.negativeTtlSeconds).toBeUndefined();
  expect(read?.territory.size).toBe(0);
});

test.for([
  ['another origin', (text: string) => text, layout, 'there'],
  ['another zone', (text: string) => text, forwardLayout('other.example.', { podNames: false }), 'here'],
  ['more territory', (text: string) => text, forwardLayout('k8s.example.', { podNames: true }), 'here'],
  [
    'a larger zone',
    (text: string) => text,
    forwardLayout('k8s.example.', { podNames: false, apex: 'example.' }),
    'here',
  ],
  ['a cut text', (text: string) => text.slice(0, -3), layout, 'here'],
  ['another octet', (text: string) => text.replace('10.96.0.1', '10.96.0.9'), layout, 'here'],
  ['a line more', (text: string) => `${text}[]\n`, layout, 'here'],
  ['a line alone', (text: string) => text.slice(0, 64), layout, 'here'],
  ['no text', () => '', layout, 'here'],
] as const)('nothing is read of %s', ([, spoil, to, origin]) => {
  const text = mirrorText(full(), 'here');
  expect(readMirrorText(text, layout, 'here')).toBeDefined();
  expect(readMirrorText(spoil(text), to, origin)).toBeUndefined();
});

/** As somebody would write it who may write the folder: the digest is right. */
const planted = (member: string, value: unknown): string => {
  const [, json = '', ...rest] = mirrorText(full(), 'here').slice(0, -1).split('\n');
  const lines = [JSON.stringify({ ...JSON.parse(json), [member]: value }), ...rest].join('\n');
  return `${createHash('sha256').update(lines).digest('hex')}\n${lines}\n`;
};

test.for([
  ['serial', 'soon'],
  ['serial', null],
  ['negativeTtlSeconds', '300'],
  ['claim', null],
  ['claim', [5]],
  ['claim', 'claim'],
  ['units', [['default/web', 1, 2]]],
  ['units', [['default/web', 1, 2, '3']]],
  ['made', [5]],
  ['outside', [['x.k8s.example.', [], [], [5]]]],
  ['outside', [['x.k8s.example.', [null], [], []]]],
  ['outside', [['x.k8s.example.', [{ type: 'A', ttlSeconds: 30 }], [], []]]],
  ['outside', [['x.k8s.example.', [], []]]],
  ['cuts', [['x.k8s.example.', null]]],
  ['cuts', [['x.k8s.example.', ['A']]]],
] as const)('nothing is read where "%s" is planted as %j', ([member, value]) => {
  const { [member]: own } = JSON.parse(mirrorText(full(), 'here').split('\n')[1] ?? '');
  expect(readMirrorText(planted(member, own), layout, 'here')).toBeDefined();
  expect(readMirrorText(planted(member, value), layout, 'here')).toBeUndefined();
});

test.for([null, 5, 'text', []])('nothing is read where %j stands for all of it', (value) => {
  const lines = JSON.stringify(value);
  const text = `${createHash('sha256').update(lines).digest('hex')}\n${lines}\n`;
  expect(readMirrorText(text, layout, 'here')).toBeUndefined();
});
