import { describe, expect, test } from 'vitest';
import { createTestStore } from '../../../support/testStore.ts';
import { ingressRef, openIngressZone, zone } from './ingressZone.ts';

const star = `*.apps.${zone}`;
const inner = `*.a.apps.${zone}`;

const openBelowWildcard = () => {
  const world = openIngressZone();
  world.put('a', [star]);
  const { present } = world.desired;
  /** The name exists: so no wildcard answers below it, and a copy is to do so. */
  const exists = (name: string): boolean => world.desired.at(`*.${name}`) !== undefined;
  return { ...world, present, exists };
};

describe('what is noted of a name', () => {
  test('is known for as long as anything is there', () => {
    const { present, exists } = openBelowWildcard();
    const name = `web.apps.${zone}`;
    for (const presence of ['foreign', 'kept', 'cut'] as const) {
      present.note(name, presence);
      // Nothing is answered below a delegation, by no wildcard either.
      expect([[...present.noted()], exists(name)]).toEqual([[name], presence !== 'cut']);
      present.note(name, 'absent');
      expect([[...present.noted()], exists(name)]).toEqual([[], false]);
    }
    expect(present.note(name, 'absent')).toEqual([]);
  });

  test('makes the name above it exist where it has an asterisk itself, at any place', () => {
    const { desired, present, exists } = openBelowWildcard();
    for (const name of [`*.y.web.apps.${zone}`, `x.*.y.web.apps.${zone}`, `*.x.*.y.web.apps.${zone}`]) {
      present.note(name, 'foreign');
      expect([exists(`web.apps.${zone}`), [...present.noted()]]).toEqual([true, [name]]);
      expect([...desired.names()].filter((copy) => copy.lastIndexOf('*') > 0)).toEqual([]);
      present.note(name, 'absent');
      expect([exists(`web.apps.${zone}`), [...present.noted()]]).toEqual([false, []]);
    }
  });

  test('counts below a wildcard alone, but for a delegation above one', () => {
    const { present, exists } = openBelowWildcard();
    expect(present.note(`web.other.${zone}`, 'foreign')).toEqual([]);
    expect(exists(`web.other.${zone}`)).toBe(false);
    for (const name of [zone, `other.${zone}`]) present.note(name, 'cut');
    expect([...present.noted()]).toEqual([zone, `other.${zone}`]);
  });

  test('counts at a name that is known, whatever is above it', () => {
    const { put, present } = openBelowWildcard();
    put('b', [`web.other.${zone}`]);
    present.note(`web.other.${zone}`, 'foreign');
    expect([...present.noted()]).toEqual([`web.other.${zone}`]);
  });

  test('below a delegation that was there before the wildcard has no copy', () => {
    const { desired, put, present } = openBelowWildcard();
    present.note(`other.${zone}`, 'cut');
    put('b', [`*.other.${zone}`, `web.other.${zone}`]);
    expect([...desired.names()].sort()).toEqual([star, `*.other.${zone}`, `web.other.${zone}`].sort());
  });

  test('counts only in a zone with a wildcard', () => {
    const { present } = openIngressZone().desired;
    expect(present.note(`web.apps.${zone}`, 'foreign')).toEqual([]);
    expect([...present.noted()]).toEqual([]);
  });

  test('as held makes a name that an object asks for itself, and no copy that stands for other names', () => {
    const { put, present, exists } = openBelowWildcard();
    const name = `web.apps.${zone}`;
    put('b', [name, `*.a.apps.${zone}`], []);
    present.note(name, 'held');
    expect(exists(name)).toBe(true);
    present.note(`copy.apps.${zone}`, 'held');
    expect(exists(`copy.apps.${zone}`)).toBe(false);
    // Whoever asks for a wildcard asks for what is below it, not for a name to exist.
    present.note(`*.a.apps.${zone}`, 'held');
    expect(exists(`a.apps.${zone}`)).toBe(false);
    present.note(name, 'foreign');
    expect([...present.noted()]).toEqual([name]);
    present.note(name, 'held');
    expect([...present.noted()]).toEqual([name]);
  });
});

describe('of which object a wildcard speaks for a name', () => {
  test.each([
    { name: `x.apps.${zone}`, of: 'a' },
    { name: `x.y.z.apps.${zone}`, of: 'a' },
    { name: `x.a.apps.${zone}`, of: 'b' },
    { name: `a.apps.${zone}`, of: 'a' },
    { name: `x.y.a.apps.${zone}`, of: 'b' },
    { name: `x.other.${zone}`, of: undefined },
    { name: `apps.${zone}`, of: undefined },
    { name: zone, of: undefined },
    { name: 'x.apps.elsewhere.example.', of: undefined },
    { name: 'example.', of: undefined },
  ])('$name: $of', ({ name, of }) => {
    const { desired, put } = openIngressZone();
    put('a', [star]);
    put('b', [inner]);
    expect(['a', 'b'].filter((key) => desired.present.isOfWildcard(name, ingressRef(key)))).toEqual(
      of === undefined ? [] : [of],
    );
  });

  test('of none where the zone has no wildcard, and of one at its own name only below it', () => {
    const { desired, put, remove } = openIngressZone();
    expect(desired.present.isOfWildcard(`x.apps.${zone}`, ingressRef('a'))).toBe(false);
    put('a', [`*.${zone}`]);
    expect(desired.present.isOfWildcard(zone, ingressRef('a'))).toBe(false);
    expect(desired.present.isOfWildcard(`x.${zone}`, ingressRef('a'))).toBe(true);
    remove('a');
    expect(desired.present.isOfWildcard(`x.${zone}`, ingressRef('a'))).toBe(false);
  });
});

test('nothing is copied below a delegation that is asked for, also where it has other records', () => {
  const store = createTestStore();
  const { desired, put } = openIngressZone({
    sources: ['ingress', 'dnsendpoint'],
    allow: [{ scope: {}, patterns: ['**.{zone}', '*.apps.{zone}'], types: ['NS', 'TXT', 'A'] }],
  });
  put('a', [star]);
  const endpoint = (recordType: string, target: string) => ({
    dnsName: `lab.apps.${zone}`,
    recordType,
    targets: [target],
  });
  for (const more of [[], [endpoint('TXT', 'of the lab')]]) {
    store.putObject('dnsendpoints', {
      metadata: { namespace: 'b', name: 'lab' },
      spec: { endpoints: [endpoint('NS', 'ns.example.net'), ...more] },
    });
    desired.put('DNSEndpoint/b/lab', store.origin('DNSEndpoint/b/lab'));
    expect(desired.at(`lab.apps.${zone}`)?.rrsets.map(({ type }) => type)).toEqual([
      'NS',
      ...more.map(() => 'TXT'),
    ]);
    expect([...desired.names()].sort()).toEqual([star, `lab.apps.${zone}`].sort());
  }
});
