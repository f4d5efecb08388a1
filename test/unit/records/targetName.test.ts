import { expect, test } from 'vitest';
import { recordsOf } from '../../../src/records/recordsOf.ts';
import { endpointRdata } from '../../../src/records/sources/endpointRdata.ts';
import { targetName } from '../../../src/records/targetName.ts';
import { defaultRecordOptions } from '../../support/defaultOptions.ts';
import { clusterIpService, externalNameService, snapshotOf } from './snapshots.ts';

const options = defaultRecordOptions('k8s.example.');
const addresses = ['1.2.3.4.', '010.1.1.1', '1.2.3', '4', 'web.7.'];

test.for(addresses)('"%s" is an address in disguise', (text) => {
  expect(targetName(text)).toMatchObject({ kind: 'invalid', problem: 'invalid-name' });
});

test.for(['db.example.net', '7.example.net', '4u.', 'x1'])('"%s" is the name of a host', (text) => {
  expect(targetName(text)).toMatchObject({ kind: 'name' });
});

test.for(addresses)('nothing leads to "%s", and it is said', (text) => {
  const external = recordsOf(snapshotOf(externalNameService(text)), options);
  expect(external.territory).toEqual([]);
  expect(external.problems.map(({ kind }) => kind)).toEqual(['invalid-external-name']);
  const balanced = snapshotOf(clusterIpService({ type: 'LoadBalancer', loadBalancer: [{ hostname: text }] }));
  const { territory, problems } = recordsOf(balanced, { ...options, addresses: 'external' });
  expect(territory.filter(({ type }) => type === 'CNAME')).toEqual([]);
  expect(problems.map(({ kind }) => kind)).toContain('invalid-external-name');
});

test('nor do the records of a DNSEndpoint', () => {
  for (const [type, target] of [
    ['CNAME', '1.2.3.4'],
    ['SRV', '0 0 80 1.2.3.4'],
  ] as const)
    expect(endpointRdata(type, target).kind).not.toBe('rdata');
});
