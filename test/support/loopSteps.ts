import * as fc from 'fast-check';
import type { Fate } from './modelClient.ts';
import type { ModelEdit, ModelRecord } from './modelZone.ts';

/** What a test does to the Services, to the zone behind our back, and to messages on their way. */
export type Step =
  | { readonly kind: 'put'; readonly key: string; readonly address: string }
  | { readonly kind: 'alias'; readonly key: string }
  | { readonly kind: 'headless'; readonly key: string; readonly addresses: readonly string[] }
  | { readonly kind: 'remove'; readonly key: string }
  /** Another object than a Service requests a name with these RDATA, or no more. */
  | { readonly kind: 'request'; readonly name: string; readonly records: readonly string[] }
  | { readonly kind: 'hand'; readonly edit: ModelEdit }
  | {
      readonly kind: 'run';
      readonly fates: readonly Fate[];
      readonly ixfrGone: boolean;
      readonly restart: boolean;
    };

const key = fc
  .tuple(fc.constantFrom('default', 'shop'), fc.constantFrom('web', 'api', 'www'))
  .map((parts) => parts.join('/'));
const ourAddress = fc.integer({ min: 1, max: 9 }).map((octet) => `10.96.0.${octet}`);
const theirAddress = fc.integer({ min: 1, max: 4 }).map((octet) => `192.0.2.${octet}`);

const theirRecord: fc.Arbitrary<ModelRecord> = fc.oneof(
  fc.record({
    name: fc.constantFrom(
      'www.k8s.example.',
      'api.k8s.example.',
      'mail.k8s.example.',
      '_http._tcp.web.k8s.example.',
    ),
    type: fc.constant('A'),
    ttlSeconds: fc.constantFrom(30, 300),
    rdata: theirAddress,
  }),
  fc.record({
    name: fc.constantFrom('www.k8s.example.', 'host.k8s.example.'),
    type: fc.constantFrom('HINFO', 'TXT'),
    ttlSeconds: fc.constant(77),
    rdata: fc.constant('"theirs"'),
  }),
  fc.record({
    name: fc.constantFrom('www.k8s.example.', 'mail.k8s.example.', 'web.k8s.example.'),
    type: fc.constant('MX'),
    ttlSeconds: fc.constantFrom(30, 77),
    rdata: fc.constantFrom('10 theirs.example.net.', '20 theirs.example.net.'),
  }),
  fc.record({
    name: fc.constantFrom('lab.k8s.example.', 'shop.k8s.example.'),
    type: fc.constant('NS'),
    ttlSeconds: fc.constant(77),
    rdata: fc.constant('theirs.example.net.'),
  }),
  fc.record({
    name: fc.constantFrom('alias.k8s.example.', 'www.k8s.example.'),
    type: fc.constant('CNAME'),
    ttlSeconds: fc.constant(60),
    rdata: fc.constant('theirs.example.net.'),
  }),
);

const driftName = fc.constantFrom(
  'web.default.svc.k8s.example.',
  'api.shop.svc.k8s.example.',
  'junk.none.svc.k8s.example.',
  'svc.k8s.example.',
  'dns-version.k8s.example.',
);
const edit: fc.Arbitrary<ModelEdit> = fc.oneof(
  theirRecord.map((record): ModelEdit => ({ kind: 'add', record })),
  fc.record({
    kind: fc.constant('add' as const),
    record: fc.record({
      name: driftName,
      type: fc.constant('A'),
      ttlSeconds: fc.constantFrom(30, 9),
      rdata: theirAddress,
    }),
  }),
  fc.record({
    kind: fc.constant('remove' as const),
    name: driftName,
    type: fc.constantFrom('A', 'TXT', 'SRV'),
  }),
  fc.record({
    kind: fc.constant('remove' as const),
    name: fc.constantFrom('web.k8s.example.', 'api.k8s.example.'),
    type: fc.constantFrom('A', 'CNAME'),
  }),
  fc.record({
    kind: fc.constant('remove' as const),
    name: fc.constantFrom('mail.k8s.example.', 'lab.k8s.example.'),
    type: fc.constantFrom('MX', 'CAA', 'NS'),
  }),
);

const request: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    kind: fc.constant('request' as const),
    name: fc.constant('mail.k8s.example.'),
    records: fc.subarray(['MX 10 a.example.net.', 'MX 20 b.example.net.', 'CAA 0 issue ";"', 'HTTPS 1 .']),
  }),
  fc.record({
    kind: fc.constant('request' as const),
    name: fc.constant('lab.k8s.example.'),
    records: fc.oneof(
      fc.subarray(['NS ns1.example.net.', 'NS ns2.example.net.']),
      fc.constant(['A 10.96.0.1', 'TLSA 3 1 1 00']),
    ),
  }),
);

export const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('put' as const), key, address: ourAddress }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('alias' as const), key }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('headless' as const),
      key,
      addresses: fc.uniqueArray(
        fc.integer({ min: 1, max: 60 }).map((octet) => `10.1.0.${octet}`),
        { maxLength: 40 },
      ),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('remove' as const), key }) },
  { weight: 2, arbitrary: request },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('hand' as const), edit }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('run' as const),
      fates: fc.array(fc.constantFrom<Fate>('answered', 'answered', 'answerLost', 'lost'), { maxLength: 6 }),
      ixfrGone: fc.boolean(),
      restart: fc.boolean(),
    }),
  },
);

export const steps = fc.array(step, { maxLength: 30 });
