import { describe, expect, test } from 'vitest';
import type { RecordProblem } from '../../../../src/records/serviceRecords.ts';
import { ingressRef, openIngressZone, zone } from './ingressZone.ts';

const star = `*.apps.${zone}`;
const inner = `*.a.apps.${zone}`;

/** Which addresses a name holds. */
const addressesAt = ({ desired }: ReturnType<typeof openIngressZone>, name: string): readonly string[] =>
  (desired.at(name)?.rrsets ?? []).flatMap(({ rdatas }) => rdatas);

describe('where a wildcard has come, what stands below it is to be looked at', () => {
  test('once, whether it publishes or waits', () => {
    const { desired, put } = openIngressZone();
    put('a', [star]);
    put('b', [`*.other.${zone}`], []);
    expect(desired.present.takeUnknown()).toEqual([`apps.${zone}`, `other.${zone}`]);
    expect(desired.present.takeUnknown()).toEqual([]);
    put('a', [star], ['192.0.2.9']);
    put('b', [`*.other.${zone}`]);
    put('a', [star], []);
    expect(desired.present.takeUnknown()).toEqual([]);
  });

  test('not below another wildcard, nor where another waits already', () => {
    const { desired, put } = openIngressZone();
    put('a', [star]);
    put('w', [`*.other.${zone}`], []);
    desired.present.takeUnknown();
    put('b', [inner]);
    put('b', [inner], []);
    put('x', [`*.other.${zone}`], []);
    expect(desired.present.takeUnknown()).toEqual([]);
  });

  test('again below all that wait, when the first comes that publishes', () => {
    const { desired, put, remove } = openIngressZone();
    put('a', [star], []);
    expect([desired.present.isNeeded(), desired.present.takeUnknown()]).toEqual([false, [`apps.${zone}`]]);
    // A zone without a wildcard that publishes knows of no names.
    put('b', [`*.other.${zone}`]);
    expect([...desired.present.takeUnknown()].sort()).toEqual([`apps.${zone}`, `other.${zone}`]);
    remove('b');
    remove('a');
    expect([desired.present.isNeeded(), desired.present.takeUnknown()]).toEqual([false, []]);
  });

  test('and nowhere when no wildcard is left', () => {
    const { desired, put, remove } = openIngressZone();
    put('a', [star]);
    remove('a');
    expect(desired.present.takeUnknown()).toEqual([]);
    put('b', [`web.apps.${zone}`]);
    expect([desired.present.isNeeded(), [...desired.names()]]).toEqual([false, [`web.apps.${zone}`]]);
  });
});

describe('a wildcard that waits', () => {
  test('has no copies any more, matters for what is below, and is heard of again when it publishes', () => {
    const world = openIngressZone();
    const { desired, put } = world;
    put('b', [`web.apps.${zone}`]);
    put('a', [star]);
    expect(put('a', [star], []).slice(1)).toEqual([star, `*.web.apps.${zone}`]);
    expect([...desired.names()]).toEqual([`web.apps.${zone}`]);
    expect(['x.y.apps.', 'apps.', ''].map((text) => desired.present.matters(`${text}${zone}`))).toEqual([
      true,
      false,
      false,
    ]);
    expect(put('a', [star]).slice(1)).toEqual([star, `*.web.apps.${zone}`]);
    expect(addressesAt(world, `*.web.apps.${zone}`)).toEqual(['192.0.2.1']);
  });

  test('does not keep another zone from being what it is', () => {
    const { desired } = openIngressZone();
    expect(desired.present.matters('x.elsewhere.example.')).toBe(false);
  });
});

describe('when what a wildcard holds changes', () => {
  test('all its copies change with it, and only then', () => {
    const world = openIngressZone();
    const { put } = world;
    put('b', [`web.apps.${zone}`, `api.apps.${zone}`]);
    put('a', [star]);
    const copies = [`*.api.apps.${zone}`, `*.web.apps.${zone}`];
    expect(put('a', [star], ['192.0.2.9']).slice(1).toSorted()).toEqual([star, ...copies].sort());
    for (const copy of copies) expect(addressesAt(world, copy)).toEqual(['192.0.2.9']);
    expect(put('a', [star], ['192.0.2.9'])).not.toContain(copies[0]);
  });

  test('another object has its copies, and its problems, from then on', () => {
    const problems = new Map<string, readonly string[]>();
    const { desired, put } = openIngressZone({}, (key, list: readonly RecordProblem[]) =>
      problems.set(
        key,
        list.map(({ kind }) => kind).filter((kind) => kind !== 'wider-wildcard'),
      ),
    );
    put('b', [star], ['192.0.2.9']);
    put('c', [`web.apps.${zone}`]);
    desired.present.note(`x.apps.${zone}`, 'foreign');
    expect(problems.get('Ingress/b/all')).toEqual(['shadowed-wildcard']);
    expect(put('a', [star], ['192.0.2.9'])).toContain(`*.web.apps.${zone}`);
    expect([problems.get('Ingress/a/all'), problems.get('Ingress/b/all')]).toEqual([
      ['shadowed-wildcard'],
      [],
    ]);
    expect(desired.at(`*.web.apps.${zone}`)?.origin).toEqual(ingressRef('a'));
  });

  test('fewer copies are there when each holds more, and all that change are told', () => {
    const { desired, put } = openIngressZone({ maxRecords: 4 });
    put(
      'b',
      ['a', 'b', 'c', 'd'].map((name) => `${name}.apps.${zone}`),
    );
    put('a', [star]);
    const two = put('a', [star], ['192.0.2.1', '192.0.2.2']).filter((name) => /^\*\.[a-d]\./.test(name));
    expect([...two].sort()).toEqual(['a', 'b', 'c', 'd'].map((name) => `*.${name}.apps.${zone}`));
    expect([...desired.names()].filter((name) => /^\*\.[a-d]\./.test(name))).toHaveLength(2);
    expect(put('a', [star]).filter((name) => /^\*\.[a-d]\./.test(name))).toHaveLength(4);
  });

  test('of two objects of one age the one that has it now is that of its copies', () => {
    const { desired, put, remove } = openIngressZone();
    put('c', [`web.apps.${zone}`]);
    put('bb', [star]);
    const holder = () => desired.at(`*.web.apps.${zone}`)?.origin;
    put('ba', [star]);
    expect(holder()).toEqual(ingressRef('ba'));
    remove('ba');
    expect(holder()).toEqual(ingressRef('bb'));
  });

  test('an alias is copied everywhere but where it would lead to itself', () => {
    const world = openIngressZone();
    world.put('b', [`y.z.apps.${zone}`]);
    world.put('a', [star], [`z.apps.${zone}`]);
    expect([...world.desired.names()].sort()).toEqual(
      [star, `*.y.z.apps.${zone}`, `*.z.apps.${zone}`, `y.z.apps.${zone}`].sort(),
    );
    expect(addressesAt(world, `*.z.apps.${zone}`)).toEqual([`z.apps.${zone}`]);
  });
});

describe('a name that comes below a wildcard', () => {
  test('together with it, while both wait, is not there yet', () => {
    const { desired, put } = openIngressZone();
    expect(put('a', [star, `web.apps.${zone}`], []).slice(1)).toEqual([star, `web.apps.${zone}`]);
    expect([...desired.names()]).toEqual([]);
  });

  test('with nothing to publish is no name yet, and no copy is looked at', () => {
    const { desired, put } = openIngressZone();
    put('a', [star]);
    expect(put('b', [`web.apps.${zone}`], []).slice(1)).toEqual([`web.apps.${zone}`]);
    expect([...desired.names()]).toEqual([star]);
  });

  test('does not get a copy below names that are kept for Kubernetes', () => {
    const { desired, put } = openIngressZone();
    put('a', [`*.${zone}`]);
    expect(desired.present.note(`x.svc.${zone}`, 'foreign')).toEqual([]);
    expect(desired.present.note(`x.${zone}`, 'foreign')).toEqual([`*.x.${zone}`]);
  });
});
