import * as fc from 'fast-check';
import { type Cidr, parseCidr } from '../../../src/dns/cidr.ts';
import {
  type AddressPolicy,
  addressPolicyNames,
  type NameTemplate,
  type RecordOptions,
} from '../../../src/records/recordOptions.ts';
import type { Scope } from '../../../src/records/scope.ts';
import { defaultRecordOptions } from '../../support/defaultOptions.ts';

const policy: fc.Arbitrary<AddressPolicy> = fc.constantFrom(...addressPolicyNames);

const scope: fc.Arbitrary<Scope> = fc.constantFrom<Scope[]>(
  {},
  { namespaces: ['default'] },
  { namespaceSelector: [{ kind: 'in', key: 'tenant', values: ['a'] }] },
  { selector: [{ kind: 'exists', key: 'app' }] },
);

const template: fc.Arbitrary<NameTemplate> = fc
  .tuple(
    fc.constantFrom(
      '{service}.{zone}',
      '{service}.{namespace}.{zone}',
      '{label:app}.{zone}.',
      '{annotation:example.com/alias}',
      '{service}.lab.{zone}',
      '{namespace}.svc.{zone}',
      'web.{zone}',
      '{zone}',
      '{service}.elsewhere.example',
    ),
    scope,
    fc.option(policy, { nil: undefined }),
    fc.constantFrom(undefined, 1, 99),
  )
  .map(([template, scope, addresses, ttlSeconds]) => ({
    rule: 'template' as const,
    template,
    scope,
    ...(addresses === undefined ? {} : { addresses }),
    ...(ttlSeconds === undefined ? {} : { ttlSeconds }),
  }));

const cidrsOf = (...texts: readonly string[]): readonly Cidr[] =>
  texts.flatMap((text) => parseCidr(text) ?? []);

/** Every option in every combination, and a zone so long that names stop fitting. */
export const recordOptions: fc.Arbitrary<RecordOptions> = fc
  .record({
    zone: fc.constantFrom('k8s.example.', `${'z'.repeat(60)}.${'y'.repeat(50)}.k8s.example.`),
    addresses: policy,
    names: fc.array(template, { maxLength: 4 }),
    allow: fc.constantFrom(
      [],
      [{ scope: {}, patterns: ['**'] }],
      [{ scope: {}, patterns: ['*.{zone}', 'w*.{namespace}.{zone}'] }],
    ),
    otherZones: fc.constantFrom([], ['lab.k8s.example.']),
    maxTtlSeconds: fc.constantFrom(60, 86_400),
    watchNodes: fc.boolean(),
    hideEmpty: fc.boolean(),
    endpointPodNames: fc.boolean(),
    endpointNames: fc.boolean(),
    srvAtService: fc.boolean(),
    podNames: fc.boolean(),
    zonalNames: fc.boolean(),
    externalNameAddresses: fc.boolean(),
    externalDnsAnnotations: fc.boolean(),
    networks: fc.constantFrom([], cidrsOf('10.0.0.0/24', '10.0.1.2/31', 'fd00::/16')),
    excludeNetworks: fc.constantFrom([], cidrsOf('10.0.0.2/31', '10.0.2.0/24', '::ffff:0:0/96')),
    maxNames: fc.constantFrom(100, 3, 1),
    maxRecords: fc.constantFrom(20_000, 40, 12),
    maxTopologyZones: fc.constantFrom(32, 2),
    maxWildcardNames: fc.constantFrom(1_000, 2),
  })
  .map((options) => ({ ...defaultRecordOptions(options.zone), ...options, minTtlSeconds: 5 }));
