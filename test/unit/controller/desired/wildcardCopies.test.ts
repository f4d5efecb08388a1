import { describe, expect, test } from 'vitest';
import { createForwardZone, type ForwardZone } from '../../../../src/controller/desired/createForwardZone.ts';
import type { RecordOptions } from '../../../../src/records/recordOptions.ts';
import type { RecordProblem } from '../../../../src/records/serviceRecords.ts';
import { defaultRecordOptions } from '../../../support/defaultOptions.ts';
import { createTestStore } from '../../../support/testStore.ts';

const zone = 'k8s.example.';

type World = {
  readonly desired: ForwardZone;
  /** Returns what was to be looked at. */
  readonly put: (namespace: string, hosts: readonly string[], ips?: readonly string[]) => readonly string[];
  readonly remove: (namespace: string) => readonly string[];
  /** What is reported of each object now. */
  readonly problems: ReadonlyMap<string, readonly RecordProblem[]>;
  /** How often something was reported of an object. */
  readonly reports: () => number;
};

const createWorld = (given: Partial<RecordOptions> = {}): World => {
  const store = createTestStore();
  const problems = new Map<string, readonly RecordProblem[]>();
  let reports = 0;
  const desired = createForwardZone({
    options: {
      ...defaultRecordOptions(zone),
      sources: ['ingress'],
      allow: [{ scope: {}, patterns: ['**.{zone}', '*.apps.{zone}', '*.a.apps.{zone}', '*.other.{zone}'] }],
      ...given,
    },
    others: [],
    onProblems: (key, list) => {
      reports += 1;
      problems.set(key, list);
    },
    onContest: () => undefined,
  });
  const take = (namespace: string): readonly string[] => {
    const key = `Ingress/${namespace}/all`;
    return desired.put(key, store.origin(key));
  };
  return {
    desired,
    problems,
    reports: () => reports,
    put: (namespace, hosts, ips = ['192.0.2.1']) => {
      store.putObject('ingresses', {
        metadata: { namespace, name: 'all', creationTimestamp: '2026-01-01T00:00:00Z' },
        spec: { rules: hosts.map((host) => ({ host })) },
        status: { loadBalancer: { ingress: ips.map((ip) => ({ ip })) } },
      });
      return take(namespace);
    },
    remove: (namespace) => {
      store.removeObject('ingresses', `${namespace}/all`);
      return take(namespace);
    },
  };
};

const namesOf = ({ desired }: World): readonly string[] =>
  [...desired.names()].filter((name) => !name.startsWith('dns-version')).sort();

const saidOf = ({ problems }: World, namespace: string): readonly string[] =>
  (problems.get(`Ingress/${namespace}/all`) ?? [])
    .filter(({ kind }) => kind !== 'wider-wildcard')
    .map(({ kind, message }) => `${kind}: ${message}`);

describe('what one change costs beside ten thousand names below a wildcard', () => {
  const many = Array.from({ length: 10_000 }, (_, at) => `n${at}`);
  const world = createWorld({ maxWildcardNames: 20_000 });
  for (const name of many) world.put(name, [`${name}.apps.${zone}`]);
  const ofWildcard = world.put('wild', [`*.apps.${zone}`], ['192.0.2.10']);

  test('that wildcard itself concerns them all, and the same object again none', () => {
    expect(namesOf(world)).toHaveLength(20_001);
    expect(ofWildcard.length).toBeGreaterThan(10_000);
    world.put('wild', [`*.apps.${zone}`, `other.${zone}`], ['192.0.2.10']);
    expect(world.put('wild', [`*.apps.${zone}`], ['192.0.2.10']).length).toBeLessThan(5);
  });

  test('a name that comes, changes and goes concerns itself and its copies', () => {
    expect(world.put('new', [`y.z.apps.${zone}`]).slice(1)).toEqual([
      `y.z.apps.${zone}`,
      `z.apps.${zone}`,
      `*.z.apps.${zone}`,
      `*.y.z.apps.${zone}`,
    ]);
    expect(world.put('new', [`y.z.apps.${zone}`], ['192.0.2.2']).slice(1)).toEqual([`y.z.apps.${zone}`]);
    expect(world.remove('new').slice(1).toSorted()).toEqual(
      [`y.z.apps.${zone}`, `z.apps.${zone}`, `*.z.apps.${zone}`, `*.y.z.apps.${zone}`].sort(),
    );
    expect(namesOf(world)).toHaveLength(20_001);
  });

  test('so does one of another writer', () => {
    const { present } = world.desired;
    const copies = [`z.apps.${zone}`, `*.z.apps.${zone}`, `*.y.z.apps.${zone}`];
    expect([...present.note(`y.z.apps.${zone}`, 'foreign')].sort()).toEqual([...copies].sort());
    expect([...present.note(`y.z.apps.${zone}`, 'absent')].sort()).toEqual([...copies].sort());
    expect(present.note(`y.z.elsewhere.${zone}`, 'foreign')).toEqual([]);
  });

  test('a zone whose last wildcard has gone knows of none of it', () => {
    expect(world.remove('wild').length).toBeGreaterThan(10_000);
    expect(namesOf(world)).toHaveLength(10_000);
    expect(world.desired.present.isNeeded()).toBe(false);
    expect([...world.desired.present.noted()]).toEqual([]);
  });
});

test('of wildcards that only waited, and went, nothing is left', () => {
  const world = createWorld();
  const { present } = world.desired;
  for (const count of [1, 2, 3]) {
    expect(world.put(`w${count}`, [`*.apps.${zone}`], [])).toEqual([
      `Ingress/w${count}/all`,
      ...(count === 1 ? [`*.apps.${zone}`] : []),
    ]);
    expect(present.matters(`x.apps.${zone}`)).toBe(true);
  }
  expect(present.isNeeded()).toBe(false);
  world.remove('w1');
  world.remove('w2');
  expect(present.matters(`x.apps.${zone}`)).toBe(true);
  expect(world.remove('w3').slice(1)).toEqual([`*.apps.${zone}`]);
  expect(present.matters(`x.apps.${zone}`)).toBe(false);
});

describe('a wildcard with more names below it than it may have copies', () => {
  test('has those of the nearest, is reported once, and others come in when room is made', () => {
    const world = createWorld({ maxWildcardNames: 2 });
    world.put('wild', [`*.apps.${zone}`], ['192.0.2.10']);
    for (const name of ['c', 'a', 'b']) world.put(name, [`${name}.apps.${zone}`]);
    const copies = () => namesOf(world).filter((name) => name.startsWith('*.') && !name.startsWith('*.apps'));
    expect(copies()).toEqual([`*.a.apps.${zone}`, `*.b.apps.${zone}`]);
    expect(saidOf(world, 'wild')).toEqual([
      `too-many-names: Cannot answer as "*.apps.${zone}" of Ingress wild/all asks at and below all names that exist there: found more than 2, needed at most 2 (--max-wildcard-names, --max-records)`,
    ]);
    const reports = world.reports();
    world.put('d', [`d.apps.${zone}`]);
    // Of the object that was taken in, and of no other.
    expect(world.reports()).toBe(reports + 1);
    world.remove('a');
    expect(copies()).toEqual([`*.b.apps.${zone}`, `*.c.apps.${zone}`]);
    world.remove('b');
    expect(saidOf(world, 'wild')).toEqual([]);
  });

  test('has no more records in all than one object may have', () => {
    const world = createWorld({ maxRecords: 7 });
    world.put('wild', [`*.apps.${zone}`], ['192.0.2.10', '192.0.2.11', '192.0.2.12']);
    for (const name of ['a', 'b', 'c']) world.put(name, [`${name}.apps.${zone}`]);
    expect(namesOf(world).filter((name) => /^\*\.[abc]\./.test(name))).toHaveLength(2);
    world.put('wild', [`*.apps.${zone}`], ['192.0.2.10']);
    expect(namesOf(world).filter((name) => /^\*\.[abc]\./.test(name))).toHaveLength(3);
    expect(saidOf(world, 'wild')).toEqual([]);
  });

  test('loses nothing that is near to what is deep: many labels of one name push no other out', () => {
    const world = createWorld({ maxWildcardNames: 3 });
    world.put('wild', [`*.apps.${zone}`], ['192.0.2.10']);
    world.put('near', [`z.apps.${zone}`]);
    world.put('deep', [`${'a.'.repeat(50)}apps.${zone}`]);
    expect(namesOf(world)).toContain(`*.z.apps.${zone}`);
    expect(namesOf(world)).toHaveLength(6);
  });
});

describe('a name of another writer below a wildcard', () => {
  test('is reported of its object with one name, and no more when it has gone', () => {
    const world = createWorld();
    world.put('wild', [`*.apps.${zone}`], ['192.0.2.10']);
    const { present } = world.desired;
    present.note(`b.apps.${zone}`, 'foreign');
    expect(saidOf(world, 'wild')).toEqual([
      `shadowed-wildcard: Cannot answer as "*.apps.${zone}" of Ingress wild/all asks at "b.apps.${zone}": another writer has the name, and it stays as it is`,
    ]);
    present.note(`*.c.apps.${zone}`, 'foreign');
    expect(saidOf(world, 'wild')[0]).toContain(`at "b.apps.${zone}" and others: another writer`);
    present.note(`b.apps.${zone}`, 'absent');
    expect(saidOf(world, 'wild')[0]).toContain(`at "*.c.apps.${zone}": another writer`);
    present.note(`*.c.apps.${zone}`, 'absent');
    expect(saidOf(world, 'wild')).toEqual([]);
  });

  test('with an underscore shadows nothing, and what we keep ourselves does not either', () => {
    const world = createWorld();
    world.put('wild', [`*.apps.${zone}`], ['192.0.2.10']);
    world.desired.present.note(`_acme-challenge.www.apps.${zone}`, 'foreign');
    world.desired.present.note(`kept.apps.${zone}`, 'kept');
    expect(saidOf(world, 'wild')).toEqual([]);
    expect(namesOf(world)).toEqual(
      [`*.apps.${zone}`, `*.www.apps.${zone}`, `www.apps.${zone}`, `*.kept.apps.${zone}`].sort(),
    );
  });
});

test('below a wildcard in another the outer one has no copy, and all of them again when it goes', () => {
  const world = createWorld();
  world.put('outer', [`*.apps.${zone}`], ['192.0.2.10']);
  world.put('web', [`b.a.apps.${zone}`]);
  const contentAt = (name: string): readonly string[] =>
    (world.desired.at(name)?.rrsets ?? []).flatMap(({ rdatas }) => rdatas);
  expect(contentAt(`*.b.a.apps.${zone}`)).toEqual(['192.0.2.10']);
  world.put('inner', [`*.a.apps.${zone}`], ['192.0.2.20']);
  expect(contentAt(`*.b.a.apps.${zone}`)).toEqual(['192.0.2.20']);
  expect(contentAt(`a.apps.${zone}`)).toEqual(['192.0.2.10']);
  world.remove('inner');
  expect(contentAt(`*.a.apps.${zone}`)).toEqual(['192.0.2.10']);
  expect(contentAt(`*.b.a.apps.${zone}`)).toEqual(['192.0.2.10']);
});

test('a zone below a delegation of a larger one has nothing to answer, and no copies', () => {
  const world = createWorld();
  world.put('wild', [`*.apps.${zone}`], ['192.0.2.10']);
  world.put('web', [`web.apps.${zone}`]);
  world.desired.present.note(zone, 'cut');
  expect(namesOf(world)).toEqual([`*.apps.${zone}`, `web.apps.${zone}`]);
  world.desired.present.note(zone, 'absent');
  expect(namesOf(world)).toContain(`*.web.apps.${zone}`);
});
