import { describe, expect, test } from 'vitest';
import { isBelieved } from '../../../../src/controller/claim/isBelieved.ts';
import { testContext } from '../../../support/testContext.ts';

describe('that the zone is not ours', () => {
  const record = { name: 'old.svc.k8s.example.', type: 'A' } as const;
  const end = (kind: string, more: object = {}) =>
    ({ kind, ...more }) as unknown as Parameters<typeof isBelieved>[1];
  const asked = async (areReadsSigned: boolean, what: ReturnType<typeof end>, outcome = 'applied') => {
    const updates: unknown[] = [];
    const { context, events } = testContext({
      areReadsSigned,
      update: async (content) => {
        updates.push(content);
        return { kind: outcome } as { kind: 'applied' };
      },
    });
    const believed = await isBelieved(context, what);
    return { believed, updates, due: context.schedule.readDue(), events: events.map(({ kind }) => kind) };
  };

  test('is believed where what was read is signed, or where the process ends by itself', async () => {
    const untouched = { believed: true, updates: [], due: 'no', events: [] };
    const occupied = end('occupied', { records: [record], cuts: [] });
    expect(await asked(true, occupied)).toMatchObject(untouched);
    expect(await asked(false, end('stopped'))).toMatchObject(untouched);
    expect(await asked(false, end('converged'))).toMatchObject(untouched);
    expect(await asked(false, end('occupied', { records: [], cuts: [] }))).toMatchObject(untouched);
  });

  test('is asked by a signed message that changes nothing, and believed where that is taken', async () => {
    const cut = { name: 'sub.svc.k8s.example.', type: 'NS' };
    for (const [records, cuts, name] of [
      [[record], [cut], record.name],
      [[], [cut], cut.name],
    ] as const)
      expect(await asked(false, end('occupied', { records, cuts }))).toMatchObject({
        believed: true,
        updates: [{ prerequisites: [{ kind: 'name-in-use', name }], operations: [] }],
        due: 'no',
        events: [],
      });
    expect((await asked(false, end('foreign'))).updates).toMatchObject([
      {
        prerequisites: [{ kind: 'rrset-equals', name: '_k8s-bind.k8s.example.', type: 'TXT' }],
        operations: [],
      },
    ]);
  });

  test('is not believed where that is not taken: the zone is read again', async () => {
    expect(await asked(false, end('foreign'), 'prerequisite-failed')).toMatchObject({
      believed: false,
      due: 'full',
      events: ['update-failed'],
    });
  });
});
