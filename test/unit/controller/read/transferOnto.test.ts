import { describe, expect, test } from 'vitest';
import { type NoteChange, transferOnto } from '../../../../src/controller/read/transferOnto.ts';
import type { ZoneClient } from '../../../../src/server/zoneClient.ts';
import { heldAt } from '../../../../src/zone/mirror.ts';
import { nameUnit, objectUnit } from '../../../../src/zone/unit.ts';
import { testContext } from '../../../support/testContext.ts';
import { mirrorOf, transferOf } from '../../../support/transferOf.ts';

const away = { kind: 'unreachable', reason: 'away' } as const;
const text = 'a.ns.svc A 10.0.0.1\nwww A 192.0.2.1\n';

/** What comes of a transfer onto a mirror with {@link text}. */
const onto = async (transfer: ZoneClient['transfer']) => {
  const { context } = testContext({ transfer });
  const from = mirrorOf(context.standing.layout(), text);
  from.negativeTtlSeconds = 5;
  const noted: Parameters<NoteChange>[] = [];
  const transferred = await transferOnto(context, from, (...given) => void noted.push(given));
  return { ...transferred, from, noted };
};

test('without a mirror the whole zone is read into a new one', async () => {
  const serials: (number | undefined)[] = [];
  const { context } = testContext({
    transfer: (from, sink) => {
      serials.push(from);
      return transferOf({ mode: 'full', added: text, negativeTtlSeconds: 60 })(from, sink);
    },
  });
  const { mirror, isSpoilt, result } = await transferOnto(context, undefined);
  expect(serials).toEqual([undefined]);
  expect([[...mirror.territory.keys()], [...mirror.outside.names()], mirror.negativeTtlSeconds]).toEqual([
    [objectUnit('ns/a')],
    ['www.k8s.example.'],
    60,
  ]);
  expect([mirror.serial, isSpoilt, result]).toEqual([
    0,
    false,
    { kind: 'complete', mode: 'full', serial: 9 },
  ]);
});

describe('onto a mirror', () => {
  test.each([
    ['www A 192.0.2.1', false],
    ['www A 192.0.2.2', true],
    ['mail A 192.0.2.1', true],
    // Of what is not kept as it is nothing is said.
    ['b.ns.svc A 10.0.0.1', false],
    ['@ NS ns.k8s.example.', false],
    ['www NS ns.example.', false],
    ['mail HINFO a b', false],
    ['b.ns.svc HINFO a b', false],
    ['www._k8s-bind TXT x', false],
    ['_k8s-bind TXT x', false],
  ])('that %s is taken away: of another history: %s', async (removed, isOther) => {
    const { isOtherHistory } = await onto(transferOf({ mode: 'incremental', removed }));
    expect(isOtherHistory).toBe(isOther);
  });

  test('changes are made in it, and each is told with its unit', async () => {
    const changes = {
      mode: 'incremental',
      removed: 'www A 192.0.2.1',
      added: '_k8s-bind TXT x\nb.ns.svc A 10.0.0.2\nb.ns.svc HINFO a b\nmail HINFO a b',
    } as const;
    const { mirror, from, isSpoilt, noted } = await onto(transferOf(changes));
    expect([mirror === from, mirror.serial, isSpoilt]).toEqual([true, 7, false]);
    expect([...mirror.territory.keys()]).toEqual([objectUnit('ns/a'), objectUnit('ns/b')]);
    expect(noted).toEqual([
      [nameUnit('www.k8s.example.'), 'remove', expect.objectContaining({ rdata: '192.0.2.1' })],
      [objectUnit('ns/b'), 'add', expect.objectContaining({ rdata: '10.0.0.2' })],
      [nameUnit('mail.k8s.example.'), 'add', undefined],
    ]);
    expect(heldAt(mirror, 'mail.k8s.example.').others).toEqual(['HINFO']);
  });

  test('the whole zone comes into a new one, which knows as long as the old how long names are not there', async () => {
    const { mirror, from } = await onto(transferOf({ mode: 'full', added: 'b.ns.svc A 10.0.0.2' }));
    expect([...mirror.territory.keys()]).toEqual([objectUnit('ns/b')]);
    expect([mirror.negativeTtlSeconds, [...from.territory.keys()]]).toEqual([5, [objectUnit('ns/a')]]);
    const told = await onto(transferOf({ mode: 'incremental', negativeTtlSeconds: 60 }));
    expect(told.mirror.negativeTtlSeconds).toBe(60);
  });

  test.each([
    ['before it began, leaves it as it was', undefined, false],
    ['in the middle of changes, leaves a part of them', 'incremental', true],
    ['in the middle of the whole zone, leaves it as it was', 'full', false],
  ] as const)('a transfer that ends %s', async (_what, mode, isSpoilt) => {
    const given =
      mode === undefined ? { result: away } : { mode, added: 'b.ns.svc A 10.0.0.2', result: away };
    const found = await onto(transferOf(given));
    expect([found.result, found.isSpoilt]).toEqual([away, isSpoilt]);
    expect(found.from.territory.has(objectUnit('ns/b'))).toBe(isSpoilt);
  });

  test('that is as it was, nothing is spoilt', async () => {
    expect((await onto(transferOf({}))).isSpoilt).toBe(false);
  });
});
