import { describe, expect, test } from 'vitest';
import type { Presence } from '../../../../src/controller/desired/presence.ts';
import { noteCuts, notePresent } from '../../../../src/controller/write/notePresent.ts';
import { serviceRef } from '../../../../src/model/objectRef.ts';
import { formatMarker, recordMark } from '../../../../src/zone/marker.ts';
import { applyOther, applyRecord, emptyMirror } from '../../../../src/zone/mirror.ts';
import { nameUnit, objectUnit } from '../../../../src/zone/unit.ts';
import { forwardLayout, type ZoneLayout } from '../../../../src/zone/zoneLayout.ts';
import { parseZoneText } from '../../../support/parseZoneText.ts';
import { testContext } from '../../../support/testContext.ts';

const zone = 'k8s.example.';
const name = `web.${zone}`;
const unit = nameUnit(name);
const forward = forwardLayout(zone, { podNames: false });

/** A zone with wildcards that holds these records, the first `own` of them ours; and what is noted of it. */
const reading = (zoneText: string, { own = 0, isNeeded = true, layout = forward }: Given = {}) => {
  const { context } = testContext();
  const mirror = emptyMirror(layout);
  const { records, foreign } = parseZoneText(zoneText, { origin: zone, defaultTtlSeconds: 60 });
  for (const record of records) applyRecord(mirror, 'add', record);
  for (const record of foreign) applyOther(mirror, 'add', record);
  if (own > 0) {
    const marks = records.slice(0, own).map((record) => recordMark(name, record));
    const rdata = formatMarker({
      owner: context.options.owner,
      object: serviceRef('ns/web'),
      marks: marks.sort(),
    });
    applyRecord(mirror, 'add', { name: `web._k8s-bind.${zone}`, type: 'TXT', ttlSeconds: 60, rdata });
  }
  context.standing.see(mirror);
  const noted: [string, Presence][] = [];
  const present = {
    ...context.desired.present,
    isNeeded: () => isNeeded,
    note: (at: string, presence: Presence) => {
      noted.push([at, presence]);
      return [objectUnit('ns/copy')];
    },
  };
  return { context: { ...context, desired: { ...context.desired, present } }, noted };
};

type Given = { readonly own?: number; readonly isNeeded?: boolean; readonly layout?: ZoneLayout };

describe('what wildcards know of a name', () => {
  const presenceOf = (zoneText: string, own = 0) => {
    const { context, noted } = reading(zoneText, { own });
    notePresent(context, unit);
    expect(context.queue.get(objectUnit('ns/copy'))?.reason).toBe('changed');
    return noted;
  };

  test.each<[string, string, number, Presence]>([
    ['with nothing', '', 0, 'absent'],
    ['with records of ours alone', 'web A 10.0.0.1', 1, 'absent'],
    ['with a record of another writer', 'web A 192.0.2.1', 0, 'foreign'],
    ['with one beside ours', 'web A 10.0.0.1\nweb A 192.0.2.1', 1, 'foreign'],
    ['with a type that we never write', 'web LOC 1 2 3 N 4 5 6 E 0m', 0, 'foreign'],
    ['with a delegation of another writer', 'web NS ns.example.', 0, 'cut'],
    ['with a DNAME', 'web DNAME x.example.', 0, 'cut'],
  ])('%s', (_what, zoneText, own, presence) => {
    expect(presenceOf(zoneText, own)).toEqual([[name, presence]]);
  });

  test('is that it is ours still while it is held, by the brake or for its object', () => {
    const braked = reading('web A 10.0.0.1', { own: 1 });
    expect(braked.context.brake.hold(new Map([[unit, 1_000]]), 1_000)).toBe(true);
    notePresent(braked.context, unit);
    expect(braked.noted).toEqual([[name, 'kept']]);
    const held = reading('web A 10.0.0.1', { own: 1 });
    held.context.holds.keeps(unit, { origin: serviceRef('ns/web'), waitsFor: 'x', endless: true });
    notePresent(held.context, unit);
    expect(held.noted).toEqual([[name, 'held']]);
  });

  test('is nothing inside the territory, or where there is no wildcard', () => {
    const inside = reading('');
    notePresent(inside.context, objectUnit('ns/web'));
    const without = reading('web A 192.0.2.1', { isNeeded: false });
    notePresent(without.context, unit);
    noteCuts(without.context);
    expect([inside.noted, without.noted]).toEqual([[], []]);
  });
});

describe('what wildcards know of delegations', () => {
  test('is each that stands in the zone, and what the name of the zone itself has', () => {
    const { context, noted } = reading('lab NS ns.example.\nold DNAME x.example.\n@ MX 10 mail');
    noteCuts(context);
    expect(noted).toEqual([
      [zone, 'foreign'],
      [`lab.${zone}`, 'cut'],
      [`old.${zone}`, 'cut'],
    ]);
  });

  test('is that the zone is hidden as a whole by one above it', () => {
    const layout = forwardLayout(zone, { podNames: false, apex: 'example.' });
    const { context, noted } = reading('example. DNAME other.', { layout });
    noteCuts(context);
    expect(noted[0]).toEqual([zone, 'cut']);
  });

  test('is nothing before the zone was read', () => {
    const { context, noted } = reading('lab NS ns.example.');
    context.standing.unsee();
    noteCuts(context);
    expect(noted).toEqual([]);
  });
});
