import { expect } from 'vitest';
import type { ApiObject } from '../support/hostileApiServer.ts';
import { type Attack, testAttacks } from '../support/hostileAttack.ts';
import { endpoint, podAddress, serviceObject, sliceObject } from '../support/hostileObjects.ts';
import type { HostileWorld } from '../support/hostileWorld.ts';
import { waitFor } from '../support/waitFor.ts';

/** What the operator allows: tenants may ask for names below their own namespace, and `free` for all. */
const config = `allow:
  - names: ["*.{namespace}.{zone}"]
  - namespaces: [free]
    names: ["**"]
`;

const range = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index);

type More = Partial<Attack>;

/** A tenant puts these; `felt` is what shows that they were taken in. */
const puts = (
  name: string,
  objects: readonly ApiObject[] | ((zone: string) => readonly ApiObject[]),
  more: More = {},
): Attack => ({
  name,
  config,
  on: ({ api, zone }) => api.put(...(typeof objects === 'function' ? objects(zone) : objects)),
  felt: () => true,
  innocent: 'during',
  ...more,
});

/** A Service that asks for names. */
const asks = (key: string, hostnames: string, address = '10.96.66.1'): ApiObject =>
  serviceObject(key, address, { annotations: { 'k8s-bind.io/hostname': hostnames } });

const becomes =
  (name: string, type: string, text: string) =>
  async ({ ask }: HostileWorld): Promise<boolean> =>
    (await ask(name, type)) === text;

const headless = (key: string, ports: readonly object[] = []): ApiObject =>
  serviceObject(key, 'None', { spec: { clusterIPs: ['None'], ports } });

const lines = (text: string): number => (text === '' ? 0 : text.split('\n').length);

const says =
  (pattern: RegExp) =>
  ({ daemon }: HostileWorld): boolean =>
    pattern.test(daemon.logs());

const text = async ({ listen }: HostileWorld, path: string): Promise<string> =>
  await (await fetch(`http://${listen}${path}`)).text();

const fourPorts = range(4).map((index) => ({ name: `port-${index}`, protocol: 'TCP', port: 8000 + index }));

testAttacks(
  [
    puts(
      'a Service asks for 11,000 names in one annotation',
      (zone) => [
        asks(
          'evil/many',
          range(11_000)
            .map((index) => `h${index}.evil.${zone}`)
            .join(),
        ),
      ],
      { bounds: { logLines: 80 } },
    ),
    puts(
      'a Service asks for 14,000 names that are none',
      (zone) => [
        asks(
          'evil/bad',
          range(14_000)
            .map((index) => `bad_${index}..evil.${zone}`)
            .join(),
        ),
      ],
      { meanwhile: async (world) => expect((await text(world, '/v1/status')).length).toBeLessThan(100_000) },
    ),
    puts(
      'a Service has 1,000 endpoints in 1,000 topology zones each',
      [
        headless('evil/zonal'),
        ...range(10).map((slice) =>
          sliceObject(
            `evil/zonal-${slice}`,
            'zonal',
            range(100).map((index) =>
              endpoint(podAddress(slice * 100 + index), {
                zone: `z${slice * 100 + index}`,
                hints: { forZones: range(1000).map((zone) => ({ name: `z${zone}` })) },
              }),
            ),
          ),
        ),
      ],
      { alone: true, flags: ['--zonal-names'], bounds: { megabytes: 300 } },
    ),
    puts(
      'a headless Service has 2,600 endpoints and four ports, and a small one stands beside it',
      [
        headless('shop/small'),
        sliceObject(
          'shop/small-1',
          'small',
          range(30).map((index) => endpoint(podAddress(60_000 + index))),
        ),
        headless('evil/large', fourPorts),
        ...range(26).map((slice) =>
          sliceObject(
            `evil/large-${slice}`,
            'large',
            range(100).map((index) => endpoint(podAddress(slice * 100 + index))),
            fourPorts,
          ),
        ),
      ],
      {
        felt: async ({ ask }) => lines(await ask('large.evil.svc', 'A')) >= 2600,
        alone: true,
        feltMs: 30_000,
        meanwhile: async ({ ask }) =>
          await waitFor('the small one is whole', async () => lines(await ask('small.shop.svc', 'A')), {
            until: (count) => count === 30,
          }),
        bounds: { megabytes: 220 },
      },
    ),
    puts(
      'Services have names that programs look up blindly, or that are kept',
      [
        'pod',
        'wpad',
        'isatap',
        'localhost',
        'autoconfig',
        'autodiscover',
        '*',
        '_k8s-bind',
        'svc',
        'ns',
        'www',
        'mail',
        'sub',
        'dns-version',
      ].map((name, index) => serviceObject(`default/${name}`, `10.96.66.${index}`)),
      {
        meanwhile: async ({ ask }) => {
          for (const name of ['pod', 'wpad', 'isatap', 'localhost', 'autoconfig', 'autodiscover'])
            expect(await ask(name, 'A'), name).toBe('');
          // The answer of the hand-written wildcard would be another one.
          expect(await ask('any.wild', 'A')).toBe('192.0.2.5');
          expect(await ask('any', 'A')).toBe('');
        },
      },
    ),
    puts(
      'annotations hold terminal escapes, line ends and letters that turn the line around',
      [
        asks('evil/escape', '\u001b[2J\u001b]0;owned\u0007.evil\nk8s-bind: all is well'),
        asks('evil/bidi', '\u202emoc.elpmaxe\u202c.evil'),
        serviceObject('evil/ttl', '10.96.66.9', { annotations: { 'k8s-bind.io/ttl': '\u001b[31m1h\r\n' } }),
        serviceObject('evil/policy', '10.96.66.8', {
          annotations: { 'k8s-bind.io/addresses': '\u009b31m\u2028{"level":60}' },
        }),
      ],
      {
        felt: says(/evil\/escape[\s\S]*evil\/policy/),
        meanwhile: async (world) => {
          const said = [
            world.daemon.logs(),
            await text(world, '/v1/status'),
            await text(world, '/v1/services'),
          ];
          expect(said.join('').replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u2028\u2029\u202a-\u202e]/u);
        },
      },
    ),
    puts(
      'a Service asks for names of others: by hand, of another namespace, the apex, our own, a wildcard',
      (zone) => [
        asks(
          'evil/greedy',
          [
            'www',
            'mail',
            'v4only',
            '@',
            '',
            'innocent',
            'healthy',
            'web.shop',
            '_k8s-bind',
            'x._k8s-bind',
            '*',
            '*.evil',
            'www.sub',
            'healthy.default.svc',
            '_dmarc',
          ]
            .map((name) => `${name}.${zone}`)
            .join(),
        ),
      ],
      {
        felt: says(/evil\/greedy/),
        meanwhile: async ({ ask }) => {
          for (const name of ['web.shop', 'any', 'any.evil', 'www.sub', 'x._k8s-bind'])
            expect(await ask(name, 'A'), name).toBe('');
        },
      },
    ),
    puts(
      'a Service that may ask for every name asks for those of others',
      (zone) => [
        asks(
          'free/greedy',
          [
            'www',
            'mail',
            'v4only',
            'innocent',
            'healthy',
            '_k8s-bind',
            'x._k8s-bind',
            'ns.sub',
            'www.sub',
            'any.wild',
            'healthy.default.svc',
            'dns-version',
            'printer',
          ]
            .map((name) => `${name}.${zone}`)
            .join(),
        ),
        asks('free/apex', zone),
        asks('free/wildcard', `*.${zone}`),
      ],
      {
        felt: says(/free\/greedy/),
        meanwhile: async ({ ask, zone, named }) => {
          expect(await named.dig(zone, 'A', '+short')).toBe('');
          expect(await ask('any', 'A')).toBe('');
          expect(await ask('x._k8s-bind', 'A')).toBe('');
        },
      },
    ),
    puts(
      'a Service publishes an AAAA where an A was written by hand',
      [serviceObject('default/v4only', 'fd00::1')],
      { felt: says(/v4only/), meanwhile: async ({ ask }) => expect(await ask('v4only', 'AAAA')).toBe('') },
    ),
    {
      name: 'a name of a tenant gets a record by hand beside it, and the tenant goes',
      on: async (world) => {
        const late = serviceObject('default/late', 'fd00::9');
        world.api.put(late);
        await waitFor('it is published', () => becomes('late', 'AAAA', 'fd00::9')(world));
        await world.named.nsupdate(`update add late.${world.zone}. 300 A 192.0.2.9`);
        world.api.remove(late);
        await waitFor('it is gone', () => becomes('late', 'AAAA', '')(world));
        world.defer(async () => {
          expect(await world.ask('late', 'A')).toBe('192.0.2.9');
          await world.named.nsupdate(`update delete late.${world.zone}.`);
        });
      },
      felt: () => true,
      innocent: 'during',
    },
    {
      name: 'a tenant puts and takes a Service of the same address and name as a record by hand, a hundred times',
      on: async ({ api }) => {
        for (let round = 0; round < 100; round += 1) {
          const twin = serviceObject('default/www', '192.0.2.1');
          api.put(twin);
          api.remove(twin);
          await new Promise((resolve) => setImmediate(resolve));
        }
      },
      felt: () => true,
      innocent: 'during',
    },
    puts(
      'externalName is the Service itself, another of ours, an address, 10,000 letters and no text',
      (zone) =>
        [
          `self.evil.svc.${zone}`,
          `healthy.default.svc.${zone}`,
          '192.0.2.1',
          'x'.repeat(10_000),
          'a.'.repeat(5_000),
          '',
          '.',
          '..',
          '*',
          7,
          null,
          {},
        ].map((externalName, index) => ({
          kind: 'Service',
          metadata: { name: index === 0 ? 'self' : `e${index}`, namespace: 'evil' },
          spec: { type: 'ExternalName', externalName },
        })),
      { felt: becomes('e1.evil.svc', 'CNAME', 'healthy.default.svc.a11.example.') },
    ),
    puts(
      'a slice holds the cluster IP of another Service',
      [
        headless('evil/thief'),
        sliceObject('evil/thief-1', 'thief', [endpoint('10.96.0.10'), endpoint('10.96.1.1')]),
      ],
      {
        flags: ['--reverse', '10.96.0.0/16', '--ptr', 'one'],
        felt: becomes('thief.evil.svc', 'A', '10.96.0.10\n10.96.1.1'),
        meanwhile: async ({ named, zone }) =>
          expect(await named.dig('10.0.96.10.in-addr.arpa', 'PTR', '+short')).toBe(
            `healthy.default.svc.${zone}.`,
          ),
      },
    ),
    puts(
      'slices name a Service of another namespace',
      [
        sliceObject('evil/s1', 'healthy', [endpoint('10.128.0.1')]),
        sliceObject('evil/s2', 'default/healthy', [endpoint('10.128.0.2')]),
        sliceObject('evil/s3', '../default/healthy', [endpoint('10.128.0.3')]),
      ],
      { meanwhile: async ({ ask }) => expect(await ask('healthy.default.svc', 'A')).toBe('10.96.0.10') },
    ),
    puts('endpoints have addresses and host names that are none', [
      headless('evil/odd'),
      ...(['IPv4', 'IPv6', 'FQDN', 'x', null] as const).map((addressType, index) => ({
        ...sliceObject(
          `evil/odd-${index}`,
          'odd',
          [
            '0.0.0.0',
            '127.0.0.1',
            '255.255.255.255',
            '224.0.0.1',
            '10.1.2',
            '010.1.2.3',
            '::',
            '::1',
            '::ffff:10.0.0.1',
            'fe80::1%eth0',
            'x',
            '',
            7,
            null,
            {},
            [],
          ].map((address, at) =>
            endpoint(address as string, {
              hostname: ['a.b', '', '*', '_x', 'x'.repeat(300), '\u0000', 'healthy', null][at % 8],
            }),
          ),
        ),
        addressType,
      })),
    ]),
    puts(
      'ports have names, numbers and protocols that are none',
      [
        serviceObject('evil/ports', '10.96.66.1', {
          spec: {
            ports: ['constructor', '__proto__', 'toString', '', null, 7, 'TCP', 'x'.repeat(10_000)].flatMap(
              (value) => [
                { name: value, protocol: value, port: 1 },
                { name: 'x', protocol: value, port: value },
                { name: value, protocol: 'TCP', port: 1e12 },
                { name: 'y', protocol: 'UDP', port: -1 },
                value,
              ],
            ),
          },
        }),
      ],
      { felt: becomes('ports.evil.svc', 'A', '10.96.66.1') },
    ),
    puts(
      'a Service has 10,000 named ports',
      [
        serviceObject('evil/ports', '10.96.66.1', {
          spec: {
            ports: range(10_000).map((index) => ({ name: `p${index}`, protocol: 'TCP', port: index + 1 })),
          },
        }),
      ],
      { felt: becomes('ports.evil.svc', 'A', '10.96.66.1'), bounds: { megabytes: 200 } },
    ),
    puts('a Service has 10,000 cluster IPs, most of them none', [
      serviceObject('evil/ips', '10.96.66.1', {
        spec: {
          clusterIPs: range(10_000).map((index) => (index % 2 === 0 ? podAddress(index) : `x${index}`)),
        },
      }),
    ]),
    puts(
      'TTLs are negative, nothing, a trillion and words',
      ['-1', '0', '1e12', '1000000000000', 'NaN', 'Infinity', '', '1h1h', '0.5'].map((ttl, index) =>
        serviceObject(`evil/ttl-${index}`, `10.96.66.${index}`, { annotations: { 'k8s-bind.io/ttl': ttl } }),
      ),
      { felt: becomes('ttl-8.evil.svc', 'A', '10.96.66.8') },
    ),
    puts(
      'labels and annotations are called __proto__ and constructor',
      [
        {
          kind: 'Service',
          metadata: JSON.parse(
            '{"name":"proto","namespace":"evil","labels":{"__proto__":"x","constructor":"y"},"annotations":{"__proto__":"x","constructor":"y","k8s-bind.io/__proto__":"z","k8s-bind.io/hostname":"constructor.evil,__proto__.evil"}}',
          ),
          spec: { clusterIP: '10.96.66.1', clusterIPs: ['10.96.66.1'], ports: [] },
        },
      ],
      { felt: becomes('proto.evil.svc', 'A', '10.96.66.1') },
    ),
    puts(
      'three hundred Services ask for the same name',
      range(300).map((index) => asks(`evil/same-${index}`, 'same.evil', `10.96.66.${index % 200}`)),
      { bounds: { logLines: 400, logKilobytes: 150 } },
    ),
    {
      name: 'five thousand Services come and go in a loop',
      config,
      on: async (world) => {
        const crowd = range(500).map((index) => serviceObject(`evil/c-${index}`, podAddress(index)));
        for (let round = 0; round < 10; round += 1) {
          world.api.put(...crowd);
          await new Promise((resolve) => setImmediate(resolve));
          world.api.remove(...crowd);
        }
      },
      felt: () => true,
      innocent: 'during',
    },
    {
      name: 'a Service changes its address as fast as it can',
      config,
      on: ({ api, defer }) => {
        let octet = 0;
        const timer = setInterval(() => {
          octet += 1;
          api.put(serviceObject('evil/flaps', `10.96.67.${octet & 255}`));
        }, 2);
        defer(() => clearInterval(timer));
      },
      felt: async ({ ask }) => (await ask('flaps.evil.svc', 'A')).startsWith('10.96.67.'),
      innocent: 'during',
      bounds: { logLines: 1500, logKilobytes: 400 },
    },
    puts(
      'a Service has an annotation of 6 MB',
      [
        serviceObject('evil/big', '10.96.66.1', {
          annotations: { 'k8s-bind.io/hostname': 'x'.repeat(6_000_000), note: 'y' },
        }),
      ],
      { felt: becomes('big.evil.svc', 'A', '10.96.66.1') },
    ),
    puts(
      'a load balancer has 5,000 addresses and host names',
      [
        {
          ...serviceObject('evil/lb', '10.96.66.1', {
            spec: { type: 'LoadBalancer' },
            annotations: { 'k8s-bind.io/addresses': 'external' },
          }),
          status: {
            loadBalancer: {
              ingress: range(5_000).map((index) =>
                index % 2 === 0 ? { ip: podAddress(index) } : { hostname: `lb-${index}.example.net` },
              ),
            },
          },
        },
      ],
      {
        alone: true,
        felt: async ({ ask }) => lines(await ask('lb.evil.svc', 'A')) > 100,
        feltMs: 30_000,
        bounds: { megabytes: 220 },
      },
    ),
    puts(
      "external-dns's annotations ask for everything",
      (zone) => [
        serviceObject('evil/external', '10.96.66.1', {
          annotations: {
            'external-dns.alpha.kubernetes.io/hostname': range(5_000)
              .map((index) => `www${index}.${zone},*.${zone}`)
              .join(),
            'external-dns.alpha.kubernetes.io/ttl': '1e99',
            'external-dns.alpha.kubernetes.io/target': range(5_000)
              .map((index) => podAddress(index))
              .join(),
          },
        }),
      ],
      { flags: ['--external-dns-annotations'] },
    ),
  ],
  { zones: [{ name: '96.10.in-addr.arpa' }], options: 'max-records-per-type 0; max-types-per-name 0;' },
);
