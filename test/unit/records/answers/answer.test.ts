import { describe, expect, test } from 'vitest';
import { type Answer, answerSize, rrsetsAt } from '../../../../src/records/answers/answer.ts';
import { meansEndpoints } from '../../../../src/records/answers/meansEndpoints.ts';
import { nodePortAnswer } from '../../../../src/records/answers/nodeAnswer.ts';
import { topologyZones } from '../../../../src/records/answers/topologyZones.ts';
import { addressPolicyNames } from '../../../../src/records/recordOptions.ts';
import { contextOf } from '../../../../src/records/serviceContext.ts';
import { defaultRecordOptions } from '../../../support/defaultOptions.ts';
import { clusterIpService, headlessService, machine, snapshotOf } from '../snapshots.ts';

const answer: Answer = {
  ttlSeconds: 5,
  ipv4: ['10.0.0.1', '10.0.0.2'],
  ipv6: ['fd00::1'],
  alias: '',
  ports: [
    { label: '_a._tcp', priority: 0, weight: 1, target: { kind: 'own-name', ports: [80, 81] } },
    { label: '_b._tcp', priority: 0, weight: 1, target: { kind: 'elsewhere', rdatas: ['0 1 80 x.'] } },
  ],
};
const ofAlias: Answer = { ...answer, ipv4: [], ipv6: [], alias: 'other.' };

test.each([
  [answer, false],
  [answer, true],
  [ofAlias, true],
  [{ ...answer, ports: [] }, true],
])('the size of an answer is the number of its records: %o, %s', (one, srvAtService) => {
  const { rrsets } = rrsetsAt('web.', one, { ttlSeconds: 5, srvAtService, maxCharacters: 254 });
  const made = rrsets.map(({ rdatas }) => rdatas.length);
  expect(made).not.toContain(0);
  expect(answerSize(one, { srvAtService })).toBe(made.reduce((sum, count) => sum + count, 0));
});

test('an SRV name may have as many characters as are given, and no more', () => {
  const at = (maxCharacters: number) =>
    rrsetsAt('web.', answer, { ttlSeconds: 5, srvAtService: false, maxCharacters }).tooLong;
  expect(at('_a._tcp.web.'.length)).toEqual([]);
  expect(at('_a._tcp.web.'.length - 1)).toEqual(['_a._tcp.web.', '_b._tcp.web.']);
});

test('headless Services answer with endpoints for their cluster IP, all others only where that is said', () => {
  const policies = (kind: Parameters<typeof meansEndpoints>[0]) =>
    addressPolicyNames.filter((policy) => meansEndpoints(kind, policy));
  expect(policies('headless')).toEqual(['cluster-ip', 'endpoints']);
  expect(policies('cluster-ip')).toEqual(['endpoints']);
  expect(policies('external-name')).toEqual([]);
  expect(policies('pending')).toEqual([]);
});

describe('a further name of all ports', () => {
  const answerWith = (names: readonly string[]) => {
    const ports = names.map((name, at) => {
      return { name, protocol: 'tcp' as const, port: at + 1, nodePort: 30_000 + at };
    });
    const snapshot = {
      ...snapshotOf(clusterIpService({ type: 'NodePort', ports })),
      nodes: [machine('n', [{ type: 'InternalIP', address: '10.0.0.1' }])],
    };
    const context = contextOf(snapshot, defaultRecordOptions('k8s.example.'));
    const made = context && nodePortAnswer(context, { types: ['InternalIP'], portName: 'web' });
    return made?.answer?.ports.map(({ label, target }) => [
      label,
      target.kind === 'own-name' ? target.ports : [],
    ]);
  };

  test('has them together, and all are in the order of their names', () => {
    expect(answerWith(['z', 'a'])).toEqual([
      ['_a._tcp', [30_001]],
      ['_web._tcp', [30_000, 30_001]],
      ['_z._tcp', [30_000]],
    ]);
  });

  test('has a port that is called so itself once', () => {
    expect(answerWith(['web'])).toEqual([['_web._tcp', [30_000]]]);
  });
});

test('topology zones are in small letters, each once and in order; what is no name is none', () => {
  const options = { ...defaultRecordOptions('k8s.example.'), zonalNames: true };
  const context = contextOf(snapshotOf(headlessService()), options);
  const zones = ['west', 'East', 'east', 'a_b', '', 'b.corp'].map((topologyZone) => ({ topologyZone }));
  expect(context && topologyZones(context, zones)).toEqual({ names: ['b.corp', 'east', 'west'], found: 3 });
});
