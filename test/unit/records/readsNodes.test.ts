import { describe, expect, test } from 'vitest';
import type { Service, ServiceCommon } from '../../../src/model/service.ts';
import { readsNodes } from '../../../src/records/readsNodes.ts';
import { type RecordOptions, shortNames } from '../../../src/records/recordOptions.ts';
import { defaultRecordOptions } from '../../support/defaultOptions.ts';
import { clusterIpService, headlessService } from './snapshots.ts';

const defaults = defaultRecordOptions('k8s.example.');
const watching: RecordOptions = { ...defaults, watchNodes: true };
const ports = [{ name: 'http', protocol: 'tcp' as const, port: 80, nodePort: 30_080 }];
const withNodePort = (members: Partial<ServiceCommon> = {}): Service =>
  clusterIpService({ ports, ...members });
const ofType = (members: Partial<ServiceCommon> = {}) => withNodePort({ type: 'NodePort', ...members });
const annotated = { annotations: { 'external-dns.alpha.kubernetes.io/hostname': 'web.k8s.example' } };
const heeding: RecordOptions = { ...watching, externalDnsAnnotations: true };

describe('a Service with node ports reads nodes', () => {
  test('where the zone has their policy, and nowhere without it or without node ports', () => {
    const nodes: RecordOptions = { ...defaults, addresses: 'node' };
    expect(readsNodes(withNodePort(), [nodes])).toBe(true);
    expect(readsNodes(withNodePort(), [defaults, nodes])).toBe(true);
    expect(readsNodes(withNodePort(), [watching])).toBe(false);
    expect(readsNodes(clusterIpService(), [nodes])).toBe(false);
    const closed = [{ name: 'http', protocol: 'tcp' as const, port: 80, nodePort: 0 }];
    expect(readsNodes(clusterIpService({ ports: closed }), [nodes])).toBe(false);
    expect(readsNodes(withNodePort(), [])).toBe(false);
  });

  test('where one template of several has it', () => {
    const named = (...addresses: readonly ('node' | 'external')[]): RecordOptions => ({
      ...watching,
      names: addresses.map((one) => ({
        rule: 'template',
        template: '{service}.{zone}',
        scope: {},
        addresses: one,
      })),
    });
    expect(readsNodes(withNodePort(), [named('external', 'node')])).toBe(true);
    expect(readsNodes(withNodePort(), [named('external')])).toBe(false);
  });

  test('where its annotation may ask for them, which counts only where they are watched', () => {
    const asking = withNodePort({ annotations: { 'k8s-bind.io/addresses': 'external' } });
    expect(readsNodes(asking, [watching])).toBe(true);
    expect(readsNodes(asking, [defaults])).toBe(false);
    expect(readsNodes(withNodePort({ annotations: { 'k8s-bind.io/ttl': '5' } }), [watching])).toBe(false);
  });

  test('where it is of type NodePort and has annotations of external-dns that are heeded', () => {
    expect(readsNodes(ofType(annotated), [heeding])).toBe(true);
    expect(readsNodes(withNodePort(annotated), [heeding])).toBe(false);
    expect(readsNodes(ofType(annotated), [watching])).toBe(false);
    expect(readsNodes(ofType(), [heeding])).toBe(false);
  });
});

test('a headless Service reads nodes only where an annotation of external-dns that is heeded asks for them', () => {
  const asking = headlessService({
    annotations: { 'external-dns.alpha.kubernetes.io/endpoints-type': 'NodeExternalIP' },
  });
  expect(readsNodes(asking, [heeding])).toBe(true);
  expect(readsNodes(asking, [watching])).toBe(false);
  expect(readsNodes(headlessService(annotated), [heeding])).toBe(false);
  const notHeadless = clusterIpService({ annotations: asking.annotations });
  expect(readsNodes(notHeadless, [heeding])).toBe(false);
});

test('short names are a template for the namespaces that have them, or none', () => {
  expect(shortNames([])).toEqual([]);
  expect(shortNames(['default', 'shop'])).toEqual([
    { rule: 'short-name', template: '{service}.{zone}', scope: { namespaces: ['default', 'shop'] } },
  ]);
});
