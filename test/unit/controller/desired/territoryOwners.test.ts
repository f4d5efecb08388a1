import { expect, test } from 'vitest';
import { createForwardZone } from '../../../../src/controller/desired/createForwardZone.ts';
import { contentOf } from '../../../../src/controller/desired/desiredContent.ts';
import type { SourceSnapshot } from '../../../../src/model/originSnapshot.ts';
import { objectUnit } from '../../../../src/zone/unit.ts';
import { defaultRecordOptions } from '../../../support/defaultOptions.ts';
import { clusterIpService, snapshotOf } from '../../records/snapshots.ts';

const importSnapshot = (ips: readonly string[]): SourceSnapshot => ({
  kind: 'import',
  object: {
    ref: { kind: 'ServiceImport', namespace: 'default', name: 'web' },
    uid: '',
    createdMs: 0,
    labels: {},
    annotations: {},
    type: 'ClusterSetIP',
    ips,
    ports: [],
  },
  slices: [],
  namespaceLabels: {},
});

test("a Service of an import's name changes nothing in the import's zone, whenever it comes and goes", () => {
  const desired = createForwardZone({
    options: { ...defaultRecordOptions('set.example.'), sources: ['import'] },
    others: [],
    onProblems: () => undefined,
    onContest: () => undefined,
  });
  const unit = objectUnit('default/web');
  const key = 'ServiceImport/default/web';
  const names = () => contentOf(desired).flatMap(({ type, rdatas }) => (type === 'A' ? rdatas : []));
  expect(desired.put(key, importSnapshot(['10.42.0.1']))).toEqual([unit]);
  desired.put('default/web', snapshotOf(clusterIpService()));
  expect(names()).toEqual(['10.42.0.1']);
  expect(desired.isAskedFor(unit, () => [])).toBe(true);
  desired.put('default/web', undefined);
  expect(names()).toEqual(['10.42.0.1']);

  desired.put(key, importSnapshot([]));
  expect(names()).toEqual([]);
  expect(desired.waitsFor(unit, desired.originOf('default/web'))).toBe('an address in spec.ips');
  desired.put(key, undefined);
  desired.put('default/web', snapshotOf(clusterIpService()));
  expect(names()).toEqual([]);
  expect(desired.isAskedFor(unit, () => [])).toBe(false);
});
