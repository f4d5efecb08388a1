import { describe, expect, test } from 'vitest';
import {
  emptyUpdateOctets,
  operationOctets,
  type Prerequisite,
  prerequisiteOctets,
  type UpdateOperation,
} from '../../../src/dns/updateMessage.ts';
import { toSteps } from '../../../src/plan/changeStep.ts';
import { claimFence, claimUpdate, releaseUpdate } from '../../../src/plan/claimUpdate.ts';
import { joinUpdates, roomFor } from '../../../src/plan/joinUpdates.ts';

const zone = 'z.';
const add = (name: string): UpdateOperation => ({
  kind: 'add',
  name,
  type: 'A',
  ttlSeconds: 5,
  rdata: '10.0.0.1',
});
const absent = (name: string): Prerequisite => ({ kind: 'rrset-absent', name, type: 'A' });
const prerequisites = [absent('a.z.'), absent('b.z.')];
const fixed = prerequisites.reduce((sum, one) => sum + prerequisiteOctets(zone, one), 0);
const each = operationOctets(zone, add('a.z.'));

describe('the operations of a unit', () => {
  const steps = (operations: readonly UpdateOperation[], maxOctets: number) =>
    toSteps(zone, prerequisites, operations, maxOctets);
  const three = ['a.z.', 'b.z.', 'c.z.'].map(add);

  test('stay in one step as long as they fit, to the last octet', () => {
    expect(steps(three, fixed + 3 * each)).toEqual([
      { prerequisites, operations: three, octets: fixed + 3 * each },
    ]);
  });

  test('are cut where one octet is missing, and each step has the prerequisites', () => {
    expect(steps(three, fixed + 3 * each - 1)).toEqual([
      { prerequisites, operations: three.slice(0, 2), octets: fixed + 2 * each },
      { prerequisites, operations: three.slice(2), octets: fixed + each },
    ]);
  });

  test('fill each step to the last octet', () => {
    const four = [...three, add('d.z.')];
    expect(steps(four, fixed + 2 * each).map(({ operations }) => operations)).toEqual([
      four.slice(0, 2),
      four.slice(2),
    ]);
  });

  test('stand alone where not even one fits: the server is asked all the same', () => {
    const alone = three.map((operation) => ({
      prerequisites,
      operations: [operation],
      octets: fixed + each,
    }));
    expect(steps(three, fixed + each)).toEqual(alone);
    expect(steps(three, 1)).toEqual(alone);
  });

  test('that are none need no step', () => {
    expect(steps([], 10_000)).toEqual([]);
    expect(steps([], 1)).toEqual([]);
  });
});

describe('parts of a message', () => {
  const fence = claimFence(zone, ['"ours"']);
  const part = (name: string) => ({ prerequisites: [absent(name)], operations: [add(name)] });
  const parts = ['a.z.', 'b.z.', 'c.z.'].map(part);
  const octets = prerequisiteOctets(zone, absent('a.z.')) + each;
  const names = (room: number, some: readonly object[] = parts) =>
    joinUpdates(zone, fence, some as typeof parts, room).map(({ operations }) =>
      operations.map(({ name }) => name).join(' '),
    );

  test('are joined to the last octet of the room, in their order, behind the fence', () => {
    expect(joinUpdates(zone, fence, parts, 3 * octets)).toEqual([
      {
        prerequisites: [...fence, absent('a.z.'), absent('b.z.'), absent('c.z.')],
        operations: [add('a.z.'), add('b.z.'), add('c.z.')],
      },
    ]);
  });

  test('go on in a further message where one octet is missing, which has the fence too', () => {
    expect(joinUpdates(zone, fence, parts, 3 * octets - 1)).toEqual([
      {
        prerequisites: [...fence, absent('a.z.'), absent('b.z.')],
        operations: [add('a.z.'), add('b.z.')],
      },
      { prerequisites: [...fence, absent('c.z.')], operations: [add('c.z.')] },
    ]);
    expect(names(2 * octets - 1)).toEqual(['a.z.', 'b.z.', 'c.z.']);
  });

  test('that are too long stand alone and are never divided', () => {
    const two = { prerequisites: [], operations: [add('x.z.'), add('y.z.')] };
    expect(names(1, [two, ...parts.slice(0, 1)])).toEqual(['x.z. y.z.', 'a.z.']);
  });

  test('are as long as they say where they say so', () => {
    const said = parts.map((one) => ({ ...one, octets: 10 }));
    expect(names(29, said)).toEqual(['a.z. b.z.', 'c.z.']);
    expect(names(30, said)).toEqual(['a.z. b.z. c.z.']);
  });

  test('have what a message over TCP leaves beside its own parts, the fence and the longest signature', () => {
    expect(roomFor(zone, [])).toBe(65_535 - emptyUpdateOctets(zone) - 640);
    const longer = claimFence(zone, ['"ours"', '"and a stray one"']);
    const fenceOctets = longer.reduce((sum, one) => sum + prerequisiteOctets(zone, one), 0);
    expect(roomFor(zone, longer)).toBe(roomFor(zone, []) - fenceOctets);
    expect(roomFor(zone, [...longer, absent('a.z.')])).toBe(
      roomFor(zone, longer) - prerequisiteOctets(zone, absent('a.z.')),
    );
  });
});

describe('the claim', () => {
  const name = '_k8s-bind.z.';
  const taken = { kind: 'add', name, type: 'TXT', ttlSeconds: 60, rdata: '"new"' };

  test('is made where there is none, and only there', () => {
    expect(claimUpdate(zone, '"new"', [])).toEqual({
      prerequisites: [{ kind: 'rrset-absent', name, type: 'TXT' }],
      operations: [taken],
    });
  });

  test('replaces exactly what was seen, strays as well', () => {
    expect(claimUpdate(zone, '"new"', ['"old"', '"stray"'])).toEqual({
      prerequisites: [{ kind: 'rrset-equals', name, type: 'TXT', rdatas: ['"old"', '"stray"'] }],
      operations: [
        { kind: 'delete-record', name, type: 'TXT', rdata: '"old"' },
        { kind: 'delete-record', name, type: 'TXT', rdata: '"stray"' },
        taken,
      ],
    });
  });

  test('is given up as it stands', () => {
    expect(releaseUpdate(zone, ['"old"'])).toEqual({
      prerequisites: [{ kind: 'rrset-equals', name, type: 'TXT', rdatas: ['"old"'] }],
      operations: [{ kind: 'delete-record', name, type: 'TXT', rdata: '"old"' }],
    });
  });
});
