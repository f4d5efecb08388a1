import { describe, expect, test } from 'vitest';
import type { RecordType, Rrset } from '../../../src/dns/rrset.ts';
import { fitBeside } from '../../../src/plan/fitBeside.ts';
import { planName } from '../../../src/plan/planName.ts';
import { changesBetween } from '../../../src/plan/rrsetChange.ts';
import { typesToKnow } from '../../../src/plan/typesToKnow.ts';
import { formatMarker, recordMark } from '../../../src/zone/marker.ts';
import { oldRecordMark } from '../../../src/zone/oldRecordMark.ts';

const name = 'web.z.';
const record = (type: RecordType, rdata: string, ttlSeconds = 30) => ({ type, ttlSeconds, rdata });
const rrset = (type: RecordType, rdatas: readonly string[], ttlSeconds = 30): Rrset => ({
  name,
  type,
  ttlSeconds,
  rdatas,
});

describe('what is desired beside records of another writer', () => {
  test('is left out where it stands there already, and takes their TTL where it does not', () => {
    const siblings = [record('A', '10.0.0.1', 300), record('A', '10.0.0.9', 300)];
    expect(fitBeside([rrset('A', ['10.0.0.1', '10.0.0.2']), rrset('TXT', ['"x"'])], siblings)).toEqual({
      rrsets: [rrset('A', ['10.0.0.2'], 300), rrset('TXT', ['"x"'])],
      theirs: siblings[0],
    });
  });

  test('is nothing at all where all of it stands there already', () => {
    const sibling = record('A', '10.0.0.1');
    expect(fitBeside([rrset('A', ['10.0.0.1'])], [sibling])).toEqual({ rrsets: [], theirs: sibling });
  });

  test('is not theirs for the same data under another type, or other data under the same', () => {
    const desired = [rrset('CNAME', ['x.z.']), rrset('A', ['10.0.0.1'])];
    expect(fitBeside(desired, [record('NS', 'x.z.'), record('A', '10.0.0.2')])).toEqual({
      rrsets: desired,
      theirs: undefined,
    });
  });
});

describe('an RRset whose content must be known when a change arrives', () => {
  const object = { kind: 'Service', namespace: 'ns', name: 'web' };
  const known = (before: readonly Rrset[], after: readonly Rrset[], marked: readonly string[] = []) =>
    typesToKnow({
      name,
      changes: changesBetween(before, after),
      marker: { owner: 'me', object, marks: marked },
      mine: before.flatMap(({ type, rdatas }) => rdatas.map((rdata) => record(type, rdata))),
    });

  test('is one that a record is added to, or whose TTL changes', () => {
    expect(known([rrset('A', ['10.0.0.1'])], [rrset('A', ['10.0.0.2'])])).toEqual(['A']);
    expect(known([rrset('A', ['10.0.0.1'])], [rrset('A', ['10.0.0.1'], 5)])).toEqual(['A']);
    expect(known([], [rrset('TXT', ['"x"'])])).toEqual(['TXT']);
  });

  test('is not one that only loses records', () => {
    expect(known([rrset('A', ['10.0.0.1', '10.0.0.2'])], [rrset('A', ['10.0.0.2'])])).toEqual([]);
    expect(known([rrset('A', ['10.0.0.1'])], [])).toEqual([]);
  });

  test('is one whose marked record is not there, once; a mark of the first schema says no type', () => {
    const [gone, other] = [record('A', '10.0.0.8'), record('A', '10.0.0.9')];
    const marks = [recordMark(name, gone), recordMark(name, other), oldRecordMark(record('TXT', '"x"'))];
    expect(known([rrset('MX', ['10 m.z.'])], [], marks)).toEqual(['A']);
    expect(known([], [rrset('A', ['10.0.0.8'])], marks)).toEqual(['A']);
    expect(known([], [], ['NOTYPE:0123456789012345678901'])).toEqual([]);
  });
});

describe('a name whose marker', () => {
  const origin = { kind: 'Service', namespace: 'ns', name: 'web' };
  const markerOf = (marks: readonly string[]) => formatMarker({ owner: 'me', object: origin, marks });
  const plan = (marker: readonly string[], there: readonly ReturnType<typeof record>[], rrsets?: Rrset[]) =>
    planName({
      zone: 'z.',
      owner: 'me',
      name,
      held: { records: there, others: [], marker },
      desired: rrsets && { origin, rrsets },
    });
  const a1 = rrset('A', ['10.0.0.1']);

  test('is there twice is a conflict as long as it is desired, and left alone otherwise', () => {
    const two = [markerOf([]), formatMarker({ owner: 'you', object: origin, marks: [] })];
    expect(plan(two, [], [a1])).toEqual({
      kind: 'conflict',
      reason: 'has two markers, so it is not clear whose it is',
    });
    expect(plan(two, [])).toEqual({ kind: 'none' });
  });

  test('is text that is no marker is a conflict as long as it is desired, and left alone otherwise', () => {
    expect(plan(['"x"'], [], [a1])).toEqual({
      kind: 'conflict',
      reason: 'has TXT records at web._k8s-bind.z. that are no markers',
    });
    expect(plan(['"x"'], [])).toEqual({ kind: 'none' });
  });

  test('has text beside it is ours, and the text goes', () => {
    const marker = markerOf([recordMark(name, record('A', '10.0.0.1'))]);
    const result = plan([marker, '"x"'], [record('A', '10.0.0.1')], [a1]);
    expect(result).toMatchObject({ kind: 'change', changes: [], after: { marker: [marker] } });
    expect(result.kind === 'change' && result.prerequisites[0]).toEqual({
      kind: 'rrset-equals',
      name: 'web._k8s-bind.z.',
      type: 'TXT',
      rdatas: [marker, '"x"'],
    });
  });

  test('is made has its records in order, whatever theirs is, where there is none', () => {
    const [one, two] = [rrset('A', ['10.0.0.1', '10.0.0.2']), rrset('A', ['10.0.0.2', '10.0.0.1'])];
    const [first, second] = [plan([], [], [one]), plan([], [], [two])];
    if (first.kind !== 'change' || second.kind !== 'change') throw new Error('a change was expected');
    expect(first.after.marker).toEqual(second.after.marker);
    expect(first.prerequisites).toEqual([
      { kind: 'rrset-absent', name: 'web._k8s-bind.z.', type: 'TXT' },
      { kind: 'name-not-in-use', name },
    ]);
  });
});
