import { describe, expect, test } from 'vitest';
import {
  fillTemplate,
  templateAnnotations,
  templateFault,
  templateLabels,
} from '../../../../src/records/outside/fillTemplate.ts';
import { clusterIpService } from '../snapshots.ts';

const service = clusterIpService({
  namespace: 'shop',
  labels: { 'app.kubernetes.io/name': 'store', empty: ' ' },
  annotations: { 'example.com/alias': 'outlet' },
});

describe('a name template', () => {
  test('is filled with names, labels and annotations of the Service', () => {
    const template =
      '{service}.{namespace}.{label:app.kubernetes.io/name}.{annotation:example.com/alias}.{zone}';
    expect(fillTemplate(template, service, 'k8s.example.')).toEqual({
      kind: 'text',
      text: 'web.shop.store.outlet.k8s.example',
    });
  });

  test.each(['label:nowhere', 'label:empty', 'annotation:nowhere', 'label:constructor'])(
    'has no name for a Service without a value for {%s}',
    (variable) => {
      expect(fillTemplate(`{${variable}}.{zone}`, service, 'k8s.example.')).toEqual({
        kind: 'missing',
        variable,
      });
    },
  );

  test('names the labels and annotations that it reads', () => {
    const template = '{label:a}.{annotation:b/c}.{label:d}.{service}';
    expect(templateLabels(template)).toEqual(['a', 'd']);
    expect(templateAnnotations(template)).toEqual(['b/c']);
  });

  test.each(['{service}.{zone}', '{label:app}-x.lan.', 'web.{annotation:a/b}'])(
    '"%s" can be used',
    (template) => {
      expect(templateFault(template)).toBeUndefined();
    },
  );

  test.each([
    ['{name}.lan', 'found {name}, needed {service}, {namespace}, {zone}, {label:KEY} or {annotation:KEY}'],
    [
      '{label:}.lan',
      'found {label:}, needed {service}, {namespace}, {zone}, {label:KEY} or {annotation:KEY}',
    ],
    [
      '{annotation:}.lan',
      'found {annotation:}, needed {service}, {namespace}, {zone}, {label:KEY} or {annotation:KEY}',
    ],
    [
      '{namespace-and-service}.lan',
      'found {namespace-and-service}, needed {service}, {namespace}, {zone}, {label:KEY} or {annotation:KEY}',
    ],
    ['{}.lan', 'found {}, needed {service}, {namespace}, {zone}, {label:KEY} or {annotation:KEY}'],
    ['*.lan', 'found "*", needed letters, digits, hyphens, dots and variables'],
    ['{service.lan', 'found "{", needed letters, digits, hyphens, dots and variables'],
    ['{service}..lan', 'found an empty label, needed text between dots'],
    ['', 'found an empty label, needed text between dots'],
  ])('"%s" cannot be used: %s', (template, found) => {
    expect(templateFault(template)).toBe(`Cannot use name template "${template}": ${found}`);
  });
});
