import { describe, expect, test } from 'vitest';
import type { EndpointSlice } from '../../../src/model/endpointSlice.ts';
import type { ServiceSnapshot } from '../../../src/model/serviceSnapshot.ts';
import { createSnapshotTexts } from '../../../src/records/createSnapshotTexts.ts';
import { defaultRecordOptions } from '../../support/defaultOptions.ts';
import { endpoint, headlessService, machine } from './snapshots.ts';

const options = defaultRecordOptions('k8s.example.');
const { textOf, snapshotOf } = createSnapshotTexts(options);

const slice = (members: Partial<EndpointSlice> = {}): EndpointSlice => ({
  namespace: 'default',
  name: 'web-1',
  serviceName: 'web',
  ports: [{ name: 'http', protocol: 'tcp', port: 80 }],
  endpoints: [endpoint('10.0.0.1')],
  ...members,
});

/** Made anew each time: nothing in it is the same object twice. */
const snapshot = (members: Partial<ServiceSnapshot> = {}): ServiceSnapshot => ({
  service: headlessService(),
  slices: [slice()],
  nodes: [machine('one', [{ type: 'InternalIP', address: '192.0.2.1' }])],
  namespaceLabels: { tenant: 'a' },
  ...members,
});

describe('the text of a Service', () => {
  test('is one line, and the same in another process', () => {
    expect(textOf(snapshot())).toMatch(/^\[[^\n]*\]$/);
    expect(createSnapshotTexts({ ...options }).textOf(snapshot())).toBe(textOf(snapshot()));
  });

  test.each<[string, Partial<ServiceSnapshot>]>([
    ['a label', { service: headlessService({ labels: { app: 'web' } }) }],
    ['an annotation', { service: headlessService({ annotations: { 'k8s-bind.io/ttl': '7' } }) }],
    ['its creation', { service: headlessService({ createdMs: 1 }) }],
    ['an endpoint', { slices: [slice({ endpoints: [endpoint('10.0.0.2')] })] }],
    ['a condition', { slices: [slice({ endpoints: [endpoint('10.0.0.1', { ready: false })] })] }],
    ['a port', { slices: [slice({ ports: [] })] }],
    ['another slice', { slices: [slice(), slice({ name: 'web-2' })] }],
    ['no slice', { slices: [] }],
    ['a node', { nodes: [machine('two', [])] }],
    ['a label of its namespace', { namespaceLabels: {} }],
  ])('is another with %s', (_what, members) => {
    expect(textOf(snapshot(members))).not.toBe(textOf(snapshot()));
  });

  test('is another with other options', () => {
    const others = [{ ...options, srvAtService: !options.srvAtService }, defaultRecordOptions('b.example.')];
    for (const other of others)
      expect(createSnapshotTexts(other).textOf(snapshot())).not.toBe(textOf(snapshot()));
  });

  test('reads the nodes once, which are the same list for all Services', () => {
    const one = machine('one', []);
    let read = 0;
    const nodes = [{ ...one, toJSON: () => ((read += 1), one) }];
    expect(textOf(snapshot({ nodes }))).toBe(textOf(snapshot({ nodes: [one] })));
    expect(textOf(snapshot({ nodes, slices: [] }))).not.toBe(textOf(snapshot({ nodes })));
    expect(read).toBe(1);
  });

  test('does not tell when a slice changed', () => {
    const told = snapshot({ slices: [slice({ changedMs: 1_700_000_000_000 })] });
    expect(textOf(told)).toBe(textOf(snapshot()));
  });
});

describe('what is read of a text', () => {
  const plain = snapshot({ nodes: [] });

  test('is the snapshot that it was made of, without the time of a change', () => {
    expect(snapshotOf(textOf(plain))).toEqual(plain);
    const told = snapshot({ nodes: [], slices: [slice({ changedMs: 5 })] });
    expect(snapshotOf(textOf(told))).toEqual(plain);
  });

  test('is nothing where nodes decide as well, or by other options', () => {
    expect(snapshotOf(textOf(snapshot()))).toBeUndefined();
    const others = createSnapshotTexts(defaultRecordOptions('b.example.'));
    expect(others.snapshotOf(textOf(plain))).toBeUndefined();
  });

  test.each(['', '{', 'null', '7'])('is a fault where %j is no such text', (text) => {
    expect(() => snapshotOf(text)).toThrow();
  });
});
