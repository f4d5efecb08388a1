import { describe, expect, test } from 'vitest';
import { probeWrite } from '../../../../src/controller/write/probeWrite.ts';
import { programmedChange } from '../../../../src/controller/write/programmedChange.ts';
import { createQuarantine } from '../../../../src/controller/write/quarantine.ts';
import { noteOmitted, refuse, release } from '../../../../src/controller/write/release.ts';
import type { UpdateContent } from '../../../../src/dns/updateMessage.ts';
import type { UpdateOutcome } from '../../../../src/server/updateOutcome.ts';
import { objectUnit } from '../../../../src/zone/unit.ts';
import { testContext } from '../../../support/testContext.ts';

const unit = objectUnit('ns/web');

describe('the latency of a change of endpoints', () => {
  const snapshotOf = (kind: string) => ({ service: { kind }, slices: [], nodes: [], namespaceLabels: {} });
  const computed = (kind: string) => ({ kind: 'computed', snapshot: snapshotOf(kind) });
  const programmed = (source: object | undefined, changedMs: number | undefined, place = 'territory') =>
    programmedChange(
      { waiting: { changedMs }, after: { kind: place, source } } as unknown as Parameters<
        typeof programmedChange
      >[0],
      1000,
    );

  test('is told by the kind of the Service, also where the server takes a part of it', () => {
    expect(programmed(computed('cluster-ip'), 900)).toEqual({ serviceKind: 'cluster-ip', latencyMs: 100 });
    expect(programmed(computed('headless'), 1000)).toEqual({ serviceKind: 'headless', latencyMs: 0 });
    expect(programmed({ kind: 'limited', base: computed('headless') }, 900)?.serviceKind).toBe('headless');
  });

  test('is not told where the time is not, or lies in the future', () => {
    expect(programmed(computed('headless'), undefined)).toBeUndefined();
    expect(programmed(computed('headless'), 1001)).toBeUndefined();
  });

  test('is not told of what has no endpoints, or of another name', () => {
    expect(programmed(computed('external-name'), 900)).toBeUndefined();
    expect(programmed({ kind: 'listed', rrsets: [] }, 900)).toBeUndefined();
    expect(programmed(undefined, 900)).toBeUndefined();
    expect(programmed(computed('headless'), 900, 'name')).toBeUndefined();
    expect(programmed({ kind: 'computed', snapshot: { kind: 'ingress', object: {} } }, 900)).toBeUndefined();
  });
});

describe('whether a zone can be written', () => {
  const probe = async (...outcomes: readonly UpdateOutcome[]) => {
    const sent: UpdateContent[] = [];
    const { context } = testContext({
      update: async (content) => outcomes[sent.push(content) - 1] ?? { kind: 'applied' },
    });
    return { outcome: await probeWrite(context), sent, due: context.schedule.readDue() };
  };

  test('is tried by one record beside the markers, under the claim, which goes again', async () => {
    const { outcome, sent } = await probe();
    const record = {
      name: '_write-test._k8s-bind.k8s.example.',
      type: 'TXT',
      rdata: '"k8s-bind=1" "owner=test" "object=Zone/_write-test" "records="',
    };
    expect(outcome).toEqual({ kind: 'applied' });
    expect(sent.map(({ operations }) => operations)).toEqual([
      [{ kind: 'add', ttlSeconds: 60, ...record }],
      [{ kind: 'delete-record', ...record }],
    ]);
    for (const { prerequisites } of sent)
      expect(prerequisites).toMatchObject([{ kind: 'rrset-equals', name: '_k8s-bind.k8s.example.' }]);
  });

  test('is what the server says of it, the first time or the second', async () => {
    const first = await probe({ kind: 'server-failure' });
    expect([first.outcome.kind, first.sent.length]).toEqual(['server-failure', 1]);
    const second = await probe({ kind: 'applied' }, { kind: 'refused' });
    expect([second.outcome.kind, second.sent.length]).toEqual(['refused', 2]);
    // What was written then is looked for.
    expect([first.due, second.due]).toEqual(['no', 'incremental']);
  });
});

describe('a unit that the server refuses', () => {
  const start = () => {
    const { context, events, put } = testContext();
    put('ns/web', '10.96.0.1');
    return {
      context: { ...context, quarantine: createQuarantine({ nowMs: () => 0, timeMs: () => 0 }) },
      events,
    };
  };

  test('leaves the queue and is told of, and again when it is taken', () => {
    const { context, events } = start();
    release(context, unit);
    refuse(context, unit, { kind: 'refused' });
    expect([context.queue.get(unit), context.quarantine.units().has(unit)]).toEqual([undefined, true]);
    release(context, unit);
    release(context, unit);
    expect(events).toMatchObject([
      { kind: 'quarantined', unit, outcome: { kind: 'refused' }, attempts: 1 },
      { kind: 'released', unit },
    ]);
    expect(context.quarantine.units().has(unit)).toBe(false);
  });

  test('is written once more when it omits records the first time, and refused when it does so again', () => {
    const { context, events } = start();
    const omitted = { kind: 'omitted', cause: 'unknown', records: [] } as const;
    noteOmitted(context, unit, omitted);
    expect([events, context.queue.get(unit)?.reason]).toEqual([[], 'changed']);
    for (let times = 0; times < 5 && events.length === 0; times += 1) noteOmitted(context, unit, omitted);
    expect(events).toMatchObject([{ kind: 'quarantined', unit, outcome: omitted }]);
    expect(context.queue.get(unit)).toBeUndefined();
  });
});
