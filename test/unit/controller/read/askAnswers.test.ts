import { describe, expect, test } from 'vitest';
import type { DesiredName } from '../../../../src/controller/desired/desiredZone.ts';
import { askAnswers } from '../../../../src/controller/read/askAnswers.ts';
import type { AskResult } from '../../../../src/server/zoneClient.ts';
import { nameUnit, objectUnit } from '../../../../src/zone/unit.ts';
import { testContext } from '../../../support/testContext.ts';
import { mirrorOf } from '../../../support/transferOf.ts';
import { requestOf } from '../../../support/withRequests.ts';

const zone = 'k8s.example.';

type Given = {
  /** Names outside that are desired, each with its records as a zone file has them. */
  readonly desired?: Readonly<Record<string, string>>;
  /** What the zone holds outside. */
  readonly there?: string;
  /** Services that were written, by their keys. */
  readonly written?: readonly string[];
  /** What the server says at a name; otherwise what was written. */
  readonly says?: (name: string) => AskResult | undefined;
};

const world = ({ desired = {}, there = '', written = [], says = () => undefined }: Given) => {
  const asked: string[] = [];
  const given = testContext({
    ask: async (name, type) => {
      asked.push(`${name} ${type}`);
      return says(name) ?? { kind: 'answered' };
    },
  });
  const requests = new Map<string, DesiredName>(
    Object.entries(desired).map(([name, lines]) => [
      `${name}.${zone}`,
      requestOf(zone, lines.replaceAll(/^/gm, `${name} `)),
    ]),
  );
  const context = {
    ...given.context,
    desired: {
      ...given.context.desired,
      names: () => new Set(requests.keys()),
      at: (name: string) => requests.get(name),
    },
  };
  context.standing.see(mirrorOf(context.standing.layout(), there));
  for (const key of written) {
    const [namespace = '', name = ''] = key.split('/');
    const rrset = {
      name: `${name}.${namespace}.svc.${zone}`,
      type: 'A',
      ttlSeconds: 30,
      rdatas: ['10.0.0.1'],
    };
    const rrsets = [{ ...rrset, type: 'A' as const }];
    context.ledger.setSource(objectUnit(key), { kind: 'listed', rrsets }, 1);
  }
  return { context, asked, events: given.events };
};

const ask = async (given: Given) => {
  const one = world(given);
  await askAnswers(one.context);
  return one;
};

describe('of what was written is asked for', () => {
  test('one name in each namespace, and the names of the territory that are no Service', async () => {
    const { context, asked } = world({ written: ['a/one', 'a/two', 'b/one'] });
    const version = {
      name: `dns-version.${zone}`,
      type: 'TXT',
      ttlSeconds: 30,
      rdatas: ['"1.1.0"'],
    } as const;
    context.ledger.setSource(nameUnit(version.name), { kind: 'listed', rrsets: [version] }, 1);
    const other = { ...version, name: `other.${zone}` };
    context.ledger.setSource(nameUnit(other.name), { kind: 'listed', rrsets: [other] }, 1);
    await askAnswers(context);
    expect(asked).toEqual([`one.a.svc.${zone} A`, `one.b.svc.${zone} A`, `dns-version.${zone} TXT`]);
  });

  test('ten names of Services at most, and one outside beside them', async () => {
    const written = Array.from({ length: 12 }, (_, at) => `n${at}/web`);
    const { asked } = await ask({
      written,
      desired: { www: 'A 10.0.0.2', ftp: 'A 10.0.0.3' },
      there: 'www A 10.0.0.2\nftp A 10.0.0.3',
    });
    expect(asked).toHaveLength(11);
    expect(asked.at(-1)).toBe(`www.${zone} A`);
  });

  test('what is there of a name outside, and nothing of one that is not', async () => {
    const { asked } = await ask({
      desired: { www: 'A 10.0.0.2\nTXT "x"', taken: 'A 10.0.0.3', gone: 'A 10.0.0.4' },
      there: 'www TXT "x"\nwww A 192.0.2.9\ntaken A 192.0.2.1\ntaken TXT "y"',
    });
    expect(asked).toEqual([`www.${zone} TXT`]);
  });

  test('the servers of a delegation, and not their addresses below it', async () => {
    const { asked } = await ask({
      desired: { sub: 'NS ns.sub', 'ns.sub': 'A 10.0.0.2' },
      there: 'sub NS ns.sub\nns.sub A 10.0.0.2',
    });
    expect(asked).toEqual([`sub.${zone} NS`]);
    const both = await ask({
      desired: { sub: 'A 10.0.0.1\nNS ns.else' },
      there: 'sub A 10.0.0.1\nsub NS ns.else',
    });
    expect(both.asked).toEqual([`sub.${zone} NS`]);
  });

  test('nothing of a Service without records', async () => {
    const { context, asked } = world({ written: ['b/web'] });
    context.ledger.setSource(objectUnit('a/empty'), { kind: 'listed', rrsets: [] }, 0);
    await askAnswers(context);
    expect(asked).toEqual([`web.b.svc.${zone} A`]);
  });
});

describe('an answer that is another', () => {
  const hidden = (found: string): AskResult => ({ kind: 'hidden', cause: 'zone', found });

  test('is told once, and its end', async () => {
    let says: AskResult | undefined = hidden('delegates it');
    const { context, events } = world({
      written: ['a/web', 'b/web'],
      says: (name) => (name.includes('.a.') ? says : undefined),
    });
    await askAnswers(context);
    await askAnswers(context);
    const wrong = { name: `web.a.svc.${zone}`, type: 'A', found: 'delegates it' };
    expect([events, context.answers.wrong()]).toEqual([[{ kind: 'wrong-answer', ...wrong }], [wrong]]);
    says = undefined;
    await askAnswers(context);
    expect([events.at(-1), context.answers.wrong()]).toEqual([{ kind: 'answers-right' }, []]);
    expect(events).toHaveLength(2);
  });

  test('stays so while the server does not say, of that name and type alone', async () => {
    let says: AskResult | undefined = hidden('delegates it');
    const { context, asked } = world({ written: ['a/web', 'b/web', 'c/web'], says: () => says });
    await askAnswers(context);
    const before = context.answers.wrong();
    expect(before).toHaveLength(3);
    says = { kind: 'not-known', isReached: true };
    await askAnswers(context);
    expect([context.answers.wrong(), asked.length]).toEqual([before, 6]);
    expect(context.answers.dueAtMs()).toBeLessThan(Number.POSITIVE_INFINITY);
  });

  test('is not looked for at the other names of a server that does not answer', async () => {
    const { context, asked } = await ask({
      written: ['a/web', 'b/web'],
      says: () => ({ kind: 'not-known', isReached: false }),
    });
    expect([asked.length, context.answers.wrong(), context.answers.dueAtMs()]).toEqual([1, [], 10_000]);
    const refusing = await ask({
      written: ['a/web', 'b/web'],
      says: () => ({ kind: 'not-known', isReached: true }),
    });
    expect([refusing.asked.length, refusing.context.answers.dueAtMs()]).toEqual([
      2,
      Number.POSITIVE_INFINITY,
    ]);
  });
});
