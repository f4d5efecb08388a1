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
    ingressClasses: false,
    ingressServices: [],
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
    ingressClasses: false,
    ingressServices: [],
  });
});

test('nodes are read when they are to be watched for the sake of annotations', () => {
  expect(recordNeeds({ ...defaults, watchNodes: true }).nodes).toBe(true);
});

test('classes of Ingresses are read where one of them counts more than another, and Services where a rule names one', () => {
  const ingress = { ...defaults, sources: ['ingress'] } as const;
  const ofServices = [
    { className: 'traefik', service: 'kube-system/traefik' },
    { className: 'internal', service: 'kube-system/traefik' },
    { className: 'fixed', addresses: ['192.0.2.1'] },
  ];
  const needsOf = (options: Partial<typeof defaults>) => {
    const { ingressClasses, ingressServices } = recordNeeds({ ...ingress, ...options });
    return { ingressClasses, ingressServices };
  };
  expect(needsOf({})).toEqual({ ingressClasses: false, ingressServices: [] });
  expect(needsOf({ ingressClasses: ['traefik'] }).ingressClasses).toBe(true);
  const read = { ingressClasses: true, ingressServices: ['kube-system/traefik'] };
  expect(needsOf({ ingressRules: ofServices })).toEqual(read);
  expect(needsOf({ ingressRules: ofServices, sources: ['service'] }).ingressServices).toEqual([]);
});
