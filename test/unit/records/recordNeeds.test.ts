import { expect, test } from 'vitest';
import { recordNeeds } from '../../../src/records/recordNeeds.ts';
import { defaultRecordOptions } from '../../support/defaultOptions.ts';

const defaults = defaultRecordOptions('k8s.example.');

test('the default options read nothing but our own annotations', () => {
  expect(recordNeeds(defaults)).toEqual({
    podNames: false,
    topologyZones: false,
    labels: [],
    annotationKeys: [],
    annotationPrefixes: ['k8s-bind.io/'],
    nodes: false,
    namespaces: false,
  });
});

test('each option asks for what it reads, each key once', () => {
  const needs = recordNeeds({
    ...defaults,
    zonalNames: true,
    endpointPodNames: true,
    externalDnsAnnotations: true,
    scope: { selector: [{ kind: 'exists', key: 'public' }] },
    allow: [{ scope: { namespaceSelector: [{ kind: 'exists', key: 'tenant' }] }, patterns: [] }],
    names: [
      { rule: 'template', template: '{label:app}.{label:public}.lan', scope: {}, addresses: 'node' },
      { rule: 'template', template: '{annotation:example.com/alias}.lan', scope: {} },
    ],
  });
  expect(needs).toEqual({
    podNames: true,
    topologyZones: true,
    labels: ['app', 'public'],
    annotationKeys: ['example.com/alias'],
    annotationPrefixes: ['k8s-bind.io/', 'external-dns.kubernetes.io/', 'external-dns.alpha.kubernetes.io/'],
    nodes: true,
    namespaces: true,
  });
});

test('nodes are read when they are to be watched for the sake of annotations', () => {
  expect(recordNeeds({ ...defaults, watchNodes: true }).nodes).toBe(true);
});
