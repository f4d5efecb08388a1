import { describe, expect, test } from 'vitest';
import { createForwardZone } from '../../../../src/controller/desired/createForwardZone.ts';
import { createMadeTerritory } from '../../../../src/controller/desired/madeTerritory.ts';
import { parseCidr } from '../../../../src/dns/cidr.ts';
import { emptyDigest } from '../../../../src/dns/recordDigest.ts';
import type { ServiceSnapshot } from '../../../../src/model/serviceSnapshot.ts';
import { createSnapshotTexts } from '../../../../src/records/createSnapshotTexts.ts';
import type { RecordOptions } from '../../../../src/records/recordOptions.ts';
import { nameUnit, objectUnit } from '../../../../src/zone/unit.ts';
import { defaultRecordOptions } from '../../../support/defaultOptions.ts';
import { clusterIpService, machine, snapshotOf } from '../../records/snapshots.ts';

const zone = 'k8s.example.';
const key = 'default/web';
const web = objectUnit(key);

const open = (options: Partial<RecordOptions> = {}) =>
  createForwardZone({
    options: { ...defaultRecordOptions(zone), ...options },
    others: [],
    onProblems: () => undefined,
    onContest: () => undefined,
  });

/** Another object each time, with the same content. */
const snapshot = (address = '10.96.0.1'): ServiceSnapshot => snapshotOf(clusterIpService({}, [address]));

/** As no Service has it: what is believed is told from what is made. */
const strange = { ...emptyDigest(), count: 7 };

/** As they stand in every line. */
const [hashOfOptions, hashOfNone] = JSON.parse(
  createSnapshotTexts(defaultRecordOptions(zone)).textOf(snapshot()),
) as string[];

const recalling = (of: ServiceSnapshot = snapshot()) => {
  const before = open();
  before.put(key, of);
  const desired = open();
  desired.recall(new Map([[web, { text: before.textOf(web) ?? '', digest: strange }]]));
  const digest = () => {
    const source = desired.source(web);
    return source?.kind === 'computed' ? source.digest : undefined;
  };
  return { desired, digest, isBelieved: () => digest() === strange };
};

describe('the digest that an earlier process had', () => {
  test('is believed of a Service that is as it was, whose records are there all the same', () => {
    const { desired, isBelieved } = recalling();
    expect(desired.put(key, snapshot())).toContain(web);
    expect(isBelieved()).toBe(true);
    expect(desired.rrsetsOf(desired.source(web))).toMatchObject([
      { name: `web.default.svc.${zone}`, type: 'A', rdatas: ['10.96.0.1'] },
    ]);
  });

  test('is not believed of one that has changed, until it is as it was again', () => {
    const { desired, digest, isBelieved } = recalling();
    desired.put(key, snapshot('10.96.0.2'));
    expect(digest()?.count).toBe(1);
    desired.put(key, snapshot());
    expect(isBelieved()).toBe(true);
    expect([...desired.makeRecalled()]).toHaveLength(1);
    expect(isBelieved()).toBe(false);
  });

  test('is believed until the Service changes', () => {
    const { desired, digest } = recalling();
    desired.put(key, snapshot());
    desired.put(key, snapshot('10.96.0.2'));
    expect(digest()?.count).toBe(1);
    expect([...desired.makeRecalled()]).toEqual([]);
  });

  test('is replaced by what is made, once, and nothing is believed after that', () => {
    const { desired, digest, isBelieved } = recalling();
    desired.put(key, snapshot());
    expect([...desired.makeRecalled()]).toHaveLength(1);
    const made = open();
    made.put(key, snapshot());
    expect(made.source(web)).toMatchObject({ digest: digest() });
    expect([...desired.makeRecalled()]).toEqual([]);
    const late = recalling();
    expect([...late.desired.makeRecalled()]).toEqual([]);
    late.desired.put(key, snapshot());
    expect([isBelieved(), late.isBelieved()]).toEqual([false, false]);
  });

  test('of a Service that is gone by then is nothing', () => {
    const { desired } = recalling();
    desired.put(key, snapshot());
    desired.put(key, undefined);
    expect([...desired.makeRecalled(), desired.source(web)]).toEqual([undefined]);
  });
});

describe('what the zone has of a Service that has changed', () => {
  test('is made of what the earlier process had, also where it is gone', () => {
    const { desired } = recalling();
    for (const now of [snapshot('10.96.0.2'), undefined]) {
      desired.put(key, now);
      expect(desired.before(web)).toMatchObject({ snapshot: snapshot(), digest: { count: 1 } });
      expect(desired.rrsetsOf(desired.before(web))).toMatchObject([{ type: 'A', rdatas: ['10.96.0.1'] }]);
    }
    expect(desired.before(objectUnit('default/other'))).toBeUndefined();
  });

  test('is not known any more once all was made', () => {
    const { desired } = recalling();
    desired.put(key, snapshot('10.96.0.2'));
    expect([...desired.makeRecalled(), desired.before(web)]).toEqual([undefined]);
  });

  test.each([
    ['is no text', '['],
    ['is another text', '[null]'],
    ['lacks what a Service has', JSON.stringify([hashOfOptions, hashOfNone, { service: {}, slices: [{}] }])],
  ])('is not known where what was left %s', (_what, text) => {
    const desired = open();
    desired.recall(new Map([[web, { text, digest: strange }]]));
    expect(desired.before(web)).toBeUndefined();
  });
});

describe('what is left for the next process', () => {
  const textOf = (of: ServiceSnapshot, options: Partial<RecordOptions> = {}) => {
    const desired = open(options);
    desired.put(key, of);
    return desired.textOf(web);
  };

  test('is a line for each Service', () => {
    expect(textOf(snapshot())).toMatch(/^\[.*"10\.96\.0\.1".*\]$/);
    expect(textOf(snapshot('10.96.0.2'))).not.toBe(textOf(snapshot()));
  });

  test('is none where something is wrong with it: the next process has to say that too', () => {
    const badTtl = clusterIpService({ annotations: { 'k8s-bind.io/ttl': 'soon' } });
    expect(textOf(snapshotOf(badTtl))).toBeUndefined();
  });

  test('is none where addresses of it lie outside of the networks: they are counted', () => {
    const networks = [parseCidr('192.0.2.0/24') ?? []].flat();
    expect(textOf(snapshot(), { networks })).toBeUndefined();
    expect(textOf(snapshot('192.0.2.7'), { networks })).toBeDefined();
  });

  test('is none of objects that are no Services', () => {
    const node = { kind: 'node', object: machine('one', []), namespaceLabels: {} } as const;
    const { textOf } = createMadeTerritory(defaultRecordOptions(zone));
    expect([textOf(node), textOf(snapshot())]).toEqual([undefined, expect.any(String)]);
  });

  test("is none of names that are no Service's", () => {
    const desired = open();
    expect(desired.source(nameUnit(`dns-version.${zone}`))?.kind).toBe('listed');
    expect(desired.textOf(nameUnit(`dns-version.${zone}`))).toBeUndefined();
    expect(desired.textOf(web)).toBeUndefined();
  });
});
