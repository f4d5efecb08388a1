import { describe, expect, test } from 'vitest';
import { cutAt, hiddenBy, isGlueAt } from '../../../../src/controller/write/cutAt.ts';
import type { RecordType, Rrset } from '../../../../src/dns/rrset.ts';
import { serviceRef } from '../../../../src/model/objectRef.ts';
import { formatMarker, markerName, recordMark } from '../../../../src/zone/marker.ts';
import { applyOther, applyRecord, emptyMirror } from '../../../../src/zone/mirror.ts';
import { forwardLayout } from '../../../../src/zone/zoneLayout.ts';
import { parseZoneText } from '../../../support/parseZoneText.ts';
import { testContext } from '../../../support/testContext.ts';

const zone = 'k8s.example.';
const owner = 'test';
const rrset = (name: string, type: RecordType, ...rdatas: readonly string[]): Rrset => ({
  name: `${name}.${zone}`,
  type,
  ttlSeconds: 60,
  rdatas,
});
const a = (name: string) => rrset(name, 'A', '10.0.0.1');

/** A loop whose zone has these records, of which those in `ours` have markers. */
const reading = (theirs: string, ours = '', layout = forwardLayout(zone, { podNames: false })) => {
  const { context } = testContext();
  const mirror = emptyMirror(layout);
  const read = (text: string) => parseZoneText(text, { origin: zone, defaultTtlSeconds: 60 });
  for (const record of [...read(theirs).records, ...read(ours).records]) applyRecord(mirror, 'add', record);
  for (const record of read(theirs).foreign) applyOther(mirror, 'add', record);
  for (const [name, records] of Map.groupBy(read(ours).records, (record) => record.name)) {
    const marks = records.map((record) => recordMark(name, record)).sort();
    const rdata = formatMarker({ owner, object: serviceRef('ns/web'), marks });
    applyRecord(mirror, 'add', { name: markerName(name, zone), type: 'TXT', ttlSeconds: 60, rdata });
  }
  context.standing.see(mirror);
  return { ...context, options: { ...context.options, owner } };
};

describe('records at a name', () => {
  test('are kept from being answered by a delegation or a DNAME of another writer', () => {
    const context = reading('lab NS ns.example.\nold DNAME new');
    const [cut, alias] = [
      { name: `lab.${zone}`, type: 'NS' },
      { name: `old.${zone}`, type: 'DNAME' },
    ];
    expect(cutAt(context, `lab.${zone}`, [a('lab')])).toEqual(cut);
    expect(cutAt(context, `web.lab.${zone}`, [a('web.lab')])).toEqual(cut);
    expect(cutAt(context, `web.old.${zone}`, [a('web.old')])).toEqual(alias);
    expect(cutAt(context, `old.${zone}`, [a('old')])).toBeUndefined();
    expect(cutAt(context, `web.${zone}`, [a('web')])).toBeUndefined();
  });

  test('are answered where a delegation is ours: its own, and the addresses of its servers', () => {
    const context = reading('', `lab NS ns.lab.${zone}\nlab NS ns.example.`);
    const [delegation, server, other] = ['lab', 'ns.lab', 'web.lab'].map((name) => `${name}.${zone}`) as [
      string,
      string,
      string,
    ];
    expect(cutAt(context, delegation, [a('lab')])).toBeUndefined();
    expect(cutAt(context, server, [a('ns.lab'), rrset('ns.lab', 'AAAA', 'fd00::1')])).toBeUndefined();
    const cut = { name: delegation, type: 'NS' };
    expect(cutAt(context, server, [a('ns.lab'), rrset('ns.lab', 'TXT', '"x"')])).toEqual(cut);
    expect(cutAt(context, other, [a('web.lab')])).toEqual(cut);
    expect(isGlueAt(context, server, [a('ns.lab')])).toBe(true);
    expect(isGlueAt(context, server, [rrset('ns.lab', 'MX', '10 x.')])).toBe(false);
    expect(isGlueAt(context, other, [a('web.lab')])).toBe(false);
    expect(isGlueAt(context, `web.${zone}`, [a('web')])).toBe(false);
  });

  test('are kept from it where one server of the delegation is of another writer', () => {
    const context = reading('lab NS ns.example.', `lab NS ns.lab.${zone}`);
    expect(cutAt(context, `ns.lab.${zone}`, [a('ns.lab')])).toEqual({ name: `lab.${zone}`, type: 'NS' });
    expect(isGlueAt(context, `ns.lab.${zone}`, [a('ns.lab')])).toBe(true);
  });

  test('are looked at in what was read of the zone, and nothing is known before', () => {
    const context = reading('lab NS ns.example.');
    context.standing.unsee();
    expect(cutAt(context, `lab.${zone}`, [a('lab')])).toBeUndefined();
    expect(isGlueAt(context, `lab.${zone}`, [a('lab')])).toBe(false);
    expect(hiddenBy(context, rrset('lab', 'NS', 'ns.example.'))).toBeUndefined();
  });
});

describe('a new delegation', () => {
  const lab = rrset('lab', 'NS', `ns.lab.${zone}`, 'ns.example.');
  const hidden = (theirs: string, ours = '') => hiddenBy(reading(theirs, ours), lab);

  test('would take names below it from another writer, the first in order is told', () => {
    expect(hidden('z.lab A 192.0.2.1\nb.lab A 192.0.2.1\na.z.lab A 192.0.2.1')).toBe(`b.lab.${zone}`);
    expect(hidden('b.lab HINFO a b')).toBe(`b.lab.${zone}`);
    expect(hidden('b.lab A 192.0.2.1', 'b.lab A 10.0.0.1')).toBe(`b.lab.${zone}`);
  });

  test('takes nothing from them at its own name, beside it, or where all is ours', () => {
    expect(hidden('lab A 192.0.2.1\nweb A 192.0.2.1\nlabs A 192.0.2.1')).toBeUndefined();
    expect(hidden('', 'b.lab A 10.0.0.1')).toBeUndefined();
  });

  test('leaves the addresses of its servers, whoever wrote them, and nothing else at their names', () => {
    expect(hidden('ns.lab A 192.0.2.1\nns.lab AAAA 2001:db8::1')).toBeUndefined();
    expect(hidden('ns.lab A 192.0.2.1\nns.lab TXT "x"')).toBe(`ns.lab.${zone}`);
    expect(hidden('ns2.lab A 192.0.2.1')).toBe(`ns2.lab.${zone}`);
  });

  test('would hide what is in the territory as well', () => {
    const layout = forwardLayout(zone, { podNames: true });
    const context = reading('1-2-3-4.ns.pod A 1.2.3.4\nweb.ns.svc A 10.96.0.1', '', layout);
    expect(hiddenBy(context, rrset('pod', 'NS', 'ns.example.'))).toBe(`1-2-3-4.ns.pod.${zone}`);
    expect(hiddenBy(context, rrset('1-2-3-4.ns.pod', 'NS', 'ns.example.'))).toBeUndefined();
  });
});
