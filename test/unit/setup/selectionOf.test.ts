import { expect, test } from 'vitest';
import type { RecordOptions } from '../../../src/records/recordOptions.ts';
import { resourcesOf } from '../../../src/setup/resourcesOf.ts';
import { selectionOf } from '../../../src/setup/selectionOf.ts';
import { namespacesToRead } from '../../../src/store/namespacesToRead.ts';
import { defaultRecordOptions } from '../../support/defaultOptions.ts';

const zone = (options: Partial<RecordOptions>): RecordOptions => ({
  ...defaultRecordOptions('k8s.example.'),
  ...options,
});
const byService = zone({
  sources: ['ingress'],
  ingressRules: [{ className: 'traefik', service: 'kube-system/traefik' }],
});
const config = { namespaces: ['shop'], selector: 'public', namespaceSelector: undefined };

test('Ingresses alone are read with no right but their own, until a class counts', () => {
  expect(resourcesOf([zone({ sources: ['ingress'] })])).toEqual(['ingresses']);
  const classes = zone({ sources: ['ingress'], ingressClasses: ['traefik'] });
  expect(resourcesOf([classes])).toEqual(['ingresses', 'ingressclasses']);
  expect(resourcesOf([byService])).toEqual(['ingresses', 'ingressclasses', 'services']);
  expect(resourcesOf([zone({}), byService])).toEqual([
    'services',
    'ingresses',
    'endpointslices',
    'ingressclasses',
  ]);
});

test('the Service that a rule names is read outside of the selected namespaces, and past every selector', () => {
  const selection = selectionOf(config, [byService]);
  expect(namespacesToRead('services', selection)).toEqual(['shop', 'kube-system']);
  expect(namespacesToRead('ingresses', selection)).toEqual(['shop']);
  expect(namespacesToRead('ingressclasses', selection)).toBeUndefined();
  expect(selection.selector).toBeUndefined();
  expect(selection.selectsService).toBeUndefined();
});

test('without such a rule nothing else is read than what is selected', () => {
  const selection = selectionOf(config, [zone({ sources: ['service', 'ingress'] })]);
  expect(namespacesToRead('services', selection)).toEqual(['shop']);
  expect(selection.selector).toBe('public');
  expect(selection.selectsService?.({ public: '' })).toBe(true);
  expect(selection.selectsService?.({})).toBe(false);
  expect(namespacesToRead('services', {})).toBeUndefined();
});
