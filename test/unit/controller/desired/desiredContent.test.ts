import { expect, test } from 'vitest';
import { desiredContent } from '../../../../src/controller/desired/desiredContent.ts';
import type { RecordOptions } from '../../../../src/records/recordOptions.ts';
import { defaultRecordOptions } from '../../../support/defaultOptions.ts';
import { clusterIpService, snapshotOf } from '../../records/snapshots.ts';

const zone = 'k8s.example.';

const contentOf = (options: Partial<RecordOptions>, services: readonly string[], hostname?: string) => {
  const records = { ...defaultRecordOptions(zone), ...options };
  const annotations = hostname === undefined ? {} : { 'k8s-bind.io/hostname': hostname };
  const snapshots = services.map((key) => {
    const [namespace = '', name = ''] = key.split('/');
    return snapshotOf(clusterIpService({ namespace, name, annotations }));
  });
  const [content] = desiredContent([{ records, policy: 'none', cidrs: [] }], snapshots).zones;
  if (content === undefined) throw new Error('Cannot find the content of the zone');
  return content;
};

const services = ['b/web', 'a/web', 'b/api', 'a/api', 'b/db', 'a/db'];

test('contests stand in the canonical order of their names', () => {
  const names = [{ rule: 'template' as const, template: '{service}.{zone}', scope: {} }];
  const { contests } = contentOf({ names }, services);
  expect(contests.map(([base]) => base)).toEqual([`api.${zone}`, `db.${zone}`, `web.${zone}`]);
});

test('problems stand in the order of their messages, those of one message as they came', () => {
  const { problems } = contentOf({}, services, `x.y.z.${zone}`);
  const messages = problems.map(({ message }) => message);
  expect(messages.length).toBeGreaterThan(5);
  expect(messages).toEqual(messages.toSorted());
});
