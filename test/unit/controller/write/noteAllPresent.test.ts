import { expect, test } from 'vitest';
import type { Presence } from '../../../../src/controller/desired/presence.ts';
import { noteAllPresent, noteNewlyPresent } from '../../../../src/controller/write/noteAllPresent.ts';
import { isBelow } from '../../../../src/dns/canonicalName.ts';
import { applyOther, applyRecord, emptyMirror } from '../../../../src/zone/mirror.ts';
import { parseZoneText } from '../../../support/parseZoneText.ts';
import { testContext } from '../../../support/testContext.ts';

const zone = 'k8s.example.';
const apps = `apps.${zone}`;
const dev = `dev.${zone}`;

type Given = {
  /** Wildcards stand below these; the zone is thought to have them, too, where there are none. */
  readonly parents?: readonly string[];
  readonly isNeeded?: boolean;
  /** What was noted of the zone before. */
  readonly noted?: readonly string[];
};

/** A zone with records of other writers alone, what its wildcards have been told, and what they were asked. */
const reading = (zoneText: string, { parents = [apps], isNeeded = true, noted = [] }: Given = {}) => {
  const { context } = testContext();
  const mirror = emptyMirror(context.standing.layout());
  const { records, foreign } = parseZoneText(zoneText, { origin: zone, defaultTtlSeconds: 60 });
  for (const record of records) applyRecord(mirror, 'add', record);
  for (const record of foreign) applyOther(mirror, 'add', record);
  context.standing.see(mirror);
  const told: [string, Presence][] = [];
  const unknown = [...parents];
  let asked = 0;
  const present = {
    ...context.desired.present,
    isNeeded: () => isNeeded,
    matters: (name: string) => {
      asked += 1;
      return parents.some((parent) => isBelow(name, parent));
    },
    note: (name: string, presence: Presence) => {
      told.push([name, presence]);
      return [];
    },
    noted: () => noted,
    takeUnknown: () => unknown.splice(0),
  };
  const desired = { ...context.desired, present };
  return { context: { ...context, desired }, told, asked: () => asked };
};

const names = 'x.apps A 192.0.2.1\ny.dev A 192.0.2.2\nweb A 192.0.2.3';

test('once the zone was read its wildcards know of what stands below them, and of nothing beside', async () => {
  const { context, told } = reading(names);
  await noteAllPresent(context);
  expect(told).toEqual([
    [zone, 'absent'],
    [`x.${apps}`, 'foreign'],
  ]);
});

test('they know of delegations wherever these stand, and of what the zone itself holds', async () => {
  const { context, told } = reading('@ MX 10 mail\nlab NS ns.example.\nx.apps A 192.0.2.1');
  await noteAllPresent(context);
  expect(told).toEqual([
    [zone, 'foreign'],
    [`lab.${zone}`, 'cut'],
    [`x.${apps}`, 'foreign'],
  ]);
});

test('they hear of what was there before and is not any more', async () => {
  const { context, told } = reading(names, { noted: [`gone.${apps}`] });
  await noteAllPresent(context);
  expect(told[0]).toEqual([`gone.${apps}`, 'absent']);
});

test('what was told with the whole zone is not told again for wildcards that came before', async () => {
  const { context, told } = reading(names);
  await noteAllPresent(context);
  const before = told.length;
  await noteNewlyPresent(context);
  expect(told.length - before).toBe(0);
});

test('without wildcards no name of the zone is looked at', async () => {
  const { context, told, asked } = reading(names, { isNeeded: false });
  await noteAllPresent(context);
  expect([told, asked()]).toEqual([[], 0]);
});

test('wildcards that come later hear of what stands below any of them', async () => {
  const { context, told } = reading(`${names}\nlab NS ns.example.`, { parents: [apps, dev] });
  await noteNewlyPresent(context);
  expect(told).toEqual([
    [zone, 'absent'],
    [`lab.${zone}`, 'cut'],
    [`x.${apps}`, 'foreign'],
    [`y.${dev}`, 'foreign'],
  ]);
});

test('where none has come nothing is told, delegations neither', async () => {
  const { context, told } = reading('lab NS ns.example.\nx.apps A 192.0.2.1', { parents: [] });
  await noteNewlyPresent(context);
  expect(told).toEqual([]);
});

test('before the zone was read nothing is told', async () => {
  const { context, told } = reading(names);
  context.standing.unsee();
  await noteAllPresent(context);
  expect(told).toEqual([]);
});
