import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { createInterner } from '../../../../src/store/project/interner.ts';
import { project } from '../../../../src/store/project/project.ts';
import { leastNeeds, type ProjectionNeeds } from '../../../../src/store/project/projection.ts';
import type { ResourceName } from '../../../../src/store/resources.ts';

const projectYaml = <R extends ResourceName>(
  resource: R,
  yaml: string,
  needs: Partial<ProjectionNeeds> = {},
) => project(resource, parse(yaml), { needs: { ...leastNeeds, ...needs }, interner: createInterner() });

const service = (spec: string, metadata = '', status = '{}') =>
  projectYaml(
    'services',
    `{apiVersion: v1, kind: Service, metadata: {namespace: shop, name: web, ${metadata}}, spec: {${spec}}, status: ${status}}`,
    { labels: true, annotationKeys: ['external-dns.alpha.kubernetes.io/hostname'] },
  );

const withHttpPort = (name: string) => ({
  metadata: { namespace: 'a', name },
  spec: { clusterIP: '10.0.0.1', ports: [{ port: 80, name: 'http' }] },
});

describe('a Service', () => {
  it('with cluster IPs of both families keeps them in order and in canonical form', () => {
    const { object, problems } = service('clusterIP: 10.96.0.9, clusterIPs: [10.96.0.9, "FD00:0:0::09"]');
    expect(object).toMatchObject({ kind: 'cluster-ip', clusterIps: ['10.96.0.9', 'fd00::9'] });
    expect(problems).toEqual([]);
  });

  it.each([
    ['10.96.0.9', '[10.96.0.1]'],
    ['None', '[10.96.0.1]'],
    ['10.96.0.9', '[None]'],
  ])(
    'whose clusterIP %s is not the first of its clusterIPs %s says so, and the list counts',
    (clusterIp, clusterIps) => {
      const { problems } = service(`clusterIP: ${clusterIp}, clusterIPs: ${clusterIps}`);
      expect(problems).toEqual([
        `Cannot read Service "shop/web": spec.clusterIP is "${clusterIp}", needed the first of spec.clusterIPs, which counts`,
      ]);
    },
  );

  it('whose clusterIP is written in another form than in its clusterIPs is in order', () => {
    expect(service('clusterIP: "fd00::9", clusterIPs: ["FD00:0:0::09"]').problems).toEqual([]);
  });

  it('with clusterIP alone (a manifest, an old API server) has that one', () => {
    expect(service('clusterIP: 10.96.0.9').object).toMatchObject({
      kind: 'cluster-ip',
      clusterIps: ['10.96.0.9'],
    });
  });

  it('without a clusterIP is pending, not headless (corner 8)', () => {
    expect(service('clusterIP: ""').object?.kind).toBe('pending');
    expect(service('type: LoadBalancer').object?.kind).toBe('pending');
  });

  it('with clusterIP None is headless', () => {
    expect(service('clusterIP: None, clusterIPs: [None]').object?.kind).toBe('headless');
    expect(service('clusterIP: None').object?.kind).toBe('headless');
  });

  it('of type ExternalName keeps the name as written, whatever else is set', () => {
    expect(
      service('type: ExternalName, externalName: Db.Example.COM., clusterIP: 10.0.0.1').object,
    ).toMatchObject({ kind: 'external-name', externalName: 'Db.Example.COM.' });
  });

  it.each(['constructor', 'toString', '__proto__', 'hasOwnProperty', 'tcp'])(
    'does not take the protocol "%s" for one',
    (protocol) => {
      const { object, problems } = service(`clusterIP: 10.0.0.1, ports: [{port: 80, protocol: ${protocol}}]`);
      expect(object?.ports).toEqual([]);
      expect(problems).toEqual([
        `Cannot read Service "shop/web": spec.ports[0].protocol is "${protocol}", needed TCP, UDP or SCTP`,
      ]);
    },
  );

  it('keeps ports with protocol and node port; an unnamed port has the empty name', () => {
    const { object } = service(
      'clusterIP: 10.0.0.1, ports: [{port: 80, nodePort: 30080}, {name: dns, port: 53, protocol: UDP}, {name: s, port: 1, protocol: SCTP}]',
    );
    expect(object?.ports).toEqual([
      { name: '', protocol: 'tcp', port: 80, nodePort: 30080 },
      { name: 'dns', protocol: 'udp', port: 53, nodePort: 0 },
      { name: 's', protocol: 'sctp', port: 1, nodePort: 0 },
    ]);
  });

  it('leaves out a port or an address that cannot be read, says which, and keeps the rest', () => {
    const { object, problems } = service(
      'clusterIPs: [10.0.0.1, 10.0.0.256], ports: [{port: 80}, {port: 70000}, {port: 1, protocol: QUIC}, 3]',
    );
    expect(object).toMatchObject({ kind: 'cluster-ip', clusterIps: ['10.0.0.1'], ports: [{ port: 80 }] });
    expect(problems).toEqual([
      'Cannot read Service "shop/web": spec.ports[1].port is 70000, needed a number from 1 to 65535',
      'Cannot read Service "shop/web": spec.ports[2].protocol is "QUIC", needed TCP, UDP or SCTP',
      'Cannot read Service "shop/web": spec.ports[3] is 3, needed an object',
      'Cannot read Service "shop/web": spec.clusterIPs[1] is "10.0.0.256", needed an IPv4 or IPv6 address',
    ]);
  });

  it('keeps load balancer addresses and host names (corner 9), and external IPs', () => {
    const { object } = service(
      'type: LoadBalancer, clusterIP: 10.0.0.1, externalIPs: [192.0.2.1], externalTrafficPolicy: Local',
      '',
      '{loadBalancer: {ingress: [{ip: "2001:DB8::1"}, {hostname: lb.example.net}, {}]}}',
    );
    expect(object).toMatchObject({
      externalIps: ['192.0.2.1'],
      localTraffic: true,
      type: 'LoadBalancer',
      loadBalancer: [{ ip: '2001:db8::1' }, { hostname: 'lb.example.net' }],
    });
  });

  it.each(['ClusterIP', 'NodePort'])(
    'keeps no load balancer of type %s: a status that stayed behind',
    (type) => {
      const status = '{loadBalancer: {ingress: [{ip: 203.0.113.5}]}}';
      const { object } = service(`type: ${type}, clusterIP: 10.0.0.1`, '', status);
      expect(object).toMatchObject({ type, loadBalancer: [] });
    },
  );

  it('without a type is a ClusterIP Service, and so is one of a type that nobody knows, which is said', () => {
    expect(service('clusterIP: 10.0.0.1')).toMatchObject({ object: { type: 'ClusterIP' }, problems: [] });
    expect(service('type: Tunnel, clusterIP: 10.0.0.1')).toMatchObject({
      object: { kind: 'cluster-ip', type: 'ClusterIP' },
      problems: [
        'Cannot read Service "shop/web": spec.type is "Tunnel", needed ClusterIP, NodePort, LoadBalancer or ExternalName',
      ],
    });
  });

  it('keeps only the annotations that are read, and drops managedFields', () => {
    const { object } = service(
      'clusterIP: 10.0.0.1',
      'uid: u1, creationTimestamp: "2024-01-02T03:04:05Z", labels: {app: web, constructor: x}, managedFields: [{}], annotations: {k8s-bind.io/ttl: "5", external-dns.alpha.kubernetes.io/hostname: a, other: b}',
    );
    expect(object).toMatchObject({ uid: 'u1', createdMs: Date.UTC(2024, 0, 2, 3, 4, 5) });
    expect(object?.labels).toEqual({ app: 'web', constructor: 'x' });
    expect(object?.annotations).toEqual({
      'k8s-bind.io/ttl': '5',
      'external-dns.alpha.kubernetes.io/hostname': 'a',
    });
    expect(JSON.stringify(object)).not.toContain('managedFields');
  });

  it('shares one ports list among Services with equal ports', () => {
    const context = { needs: leastNeeds, interner: createInterner() };
    const [first, second] = ['x', 'y'].map((name) => project('services', withHttpPort(name), context).object);
    expect(first?.ports).toBe(second?.ports);
  });
});

const slice = (rest: string, labels = '{kubernetes.io/service-name: web}', needs = {}) =>
  projectYaml(
    'endpointslices',
    `{metadata: {namespace: shop, name: web-abc, labels: ${labels}}, ${rest}}`,
    needs,
  );

describe('an EndpointSlice', () => {
  it('belongs to the Service that its label names', () => {
    expect(slice('addressType: IPv4').object).toEqual({
      namespace: 'shop',
      name: 'web-abc',
      serviceName: 'web',
      ports: [],
      endpoints: [],
    });
  });

  it('without that label, or of address type FQDN, is none of ours (corner 5)', () => {
    expect(slice('addressType: IPv4', '{}')).toEqual({ object: undefined, problems: [] });
    expect(slice('addressType: FQDN, endpoints: [{addresses: [a.example]}]')).toEqual({
      object: undefined,
      problems: [],
    });
  });

  it('of an import belongs to no Service by that, and is kept where imports are read', () => {
    const imported =
      '{multicluster.kubernetes.io/service-name: web, multicluster.kubernetes.io/source-cluster: east}';
    const metadata = `{namespace: shop, name: web-abc, labels: ${imported}}`;
    const read = (imports: boolean) =>
      projectYaml('endpointslices', `{metadata: ${metadata}, addressType: IPv4}`, { imports }).object;
    expect(read(false)).toBeUndefined();
    expect(read(true)).toMatchObject({
      serviceName: '',
      imported: { serviceName: 'web', cluster: 'east' },
    });
  });

  it('takes an absent or null ready condition for ready, and a terminating endpoint for not (corner 12)', () => {
    const { object } = slice(
      'endpoints: [{addresses: [10.0.0.1]}, {addresses: [10.0.0.2], conditions: {ready: null}}, {addresses: [10.0.0.3], conditions: {ready: false, serving: true, terminating: true}}, {addresses: [10.0.0.4], conditions: {ready: true}}]',
    );
    expect(object?.endpoints.map(({ ready }) => ready)).toEqual([true, true, false, true]);
  });

  it('makes an endpoint of each address, with one hostname (corner 10), IPv6 canonical', () => {
    const { object } = slice('endpoints: [{addresses: ["FD00::0:1", "fd00:0::2"], hostname: db-0}]');
    expect(object?.endpoints.map(({ address, hostname }) => [address, hostname])).toEqual([
      ['fd00::1', 'db-0'],
      ['fd00::2', 'db-0'],
    ]);
  });

  it('does not keep a port without a number (corner 16)', () => {
    const { object, problems } = slice(
      'ports: [{name: a, port: null}, {name: b}, {port: 53, protocol: UDP}]',
    );
    expect(object?.ports).toEqual([{ name: '', protocol: 'udp', port: 53 }]);
    expect(problems).toEqual([]);
  });

  it('takes hostname and node from the slice; pod name and zone only when an option needs them (corner 13)', () => {
    const endpoints =
      'endpoints: [{addresses: [10.0.0.1], nodeName: n1, zone: z1, targetRef: {kind: Pod, name: web-0}}, {addresses: [10.0.0.2], targetRef: {kind: Other, name: x}}]';
    expect(slice(endpoints).object?.endpoints[0]).toMatchObject({
      nodeName: 'n1',
      podName: '',
      topologyZone: '',
    });
    const all = slice(endpoints, undefined, { podNames: true, topologyZones: true }).object?.endpoints;
    expect(all?.[0]).toMatchObject({ podName: 'web-0', topologyZone: 'z1' });
    expect(all?.[1]).toMatchObject({ podName: '', topologyZone: '' });
  });
});

describe('an Endpoints object', () => {
  it('becomes a slice for each subset, with notReadyAddresses not ready', () => {
    const { object } = projectYaml(
      'endpoints',
      `
metadata: {namespace: shop, name: web}
subsets:
- addresses: [{ip: 10.0.0.1, hostname: web-0, nodeName: n1}]
  notReadyAddresses: [{ip: 10.0.0.2}]
  ports: [{name: http, port: 8080}]
- addresses: [{ip: 10.0.0.3}]
`,
    );
    expect(object?.map(({ name, serviceName, ports }) => [name, serviceName, ports])).toEqual([
      ['web#0', 'web', [{ name: 'http', protocol: 'tcp', port: 8080 }]],
      ['web#1', 'web', []],
    ]);
    expect(object?.[0]?.endpoints.map(({ address, hostname, ready }) => [address, hostname, ready])).toEqual([
      ['10.0.0.1', 'web-0', true],
      ['10.0.0.2', '', false],
    ]);
  });

  it.each([
    ['since the start', '2026-05-01T12:00:00.123456789Z', Date.UTC(2026, 4, 1, 12, 0, 0, 123)],
    ['in another time zone', '2026-05-01T14:00:00+02:00', Date.UTC(2026, 4, 1, 12)],
    ['before the start', '2026-05-01T11:59:59Z', undefined],
    ['that cannot be read', 'soon', undefined],
    ['that is empty', '', undefined],
  ])('and a slice have the time of their last change only where it is one %s', (_what, text, changedMs) => {
    const needs = { changesSinceMs: Date.UTC(2026, 4, 1, 12) };
    const annotations = `annotations: {endpoints.kubernetes.io/last-change-trigger-time: "${text}"}`;
    const ofSlice = `{metadata: {namespace: a, name: b-1, labels: {kubernetes.io/service-name: b}, ${annotations}}, endpoints: []}`;
    const ofEndpoints = `{metadata: {namespace: a, name: b, ${annotations}}, subsets: [{}, {}]}`;
    const one = projectYaml('endpointslices', ofSlice, needs).object;
    expect(one?.changedMs).toBe(changedMs);
    expect(projectYaml('endpoints', ofEndpoints, needs).object?.map((subset) => subset.changedMs)).toEqual([
      changedMs,
      changedMs,
    ]);
    // Where nothing is measured nothing is kept, not even a member without a value.
    expect('changedMs' in (projectYaml('endpointslices', ofSlice).object ?? { changedMs })).toBe(false);
    expect('changedMs' in (one ?? {})).toBe(changedMs !== undefined);
  });

  it('that was cut at 1000 addresses says so', () => {
    const { problems } = projectYaml(
      'endpoints',
      '{metadata: {namespace: a, name: b, annotations: {endpoints.kubernetes.io/over-capacity: truncated}}}',
    );
    expect(problems[0]).toContain('cut at 1000 addresses');
  });
});

describe('a Node', () => {
  it('keeps its addresses, not its names, and whether it is ready', () => {
    const { object } = projectYaml(
      'nodes',
      `
metadata: {name: n1}
status:
  conditions: [{type: MemoryPressure, status: "True"}, {type: Ready, status: "True"}]
  addresses: [{type: InternalIP, address: 192.0.2.1}, {type: Hostname, address: n1}, {type: ExternalIP, address: "2001:DB8::1"}]
`,
    );
    expect(object).toMatchObject({
      ref: { kind: 'Node', namespace: '', name: 'n1' },
      ready: true,
      addresses: [
        { type: 'InternalIP', address: '192.0.2.1' },
        { type: 'ExternalIP', address: '2001:db8::1' },
      ],
    });
    expect(projectYaml('nodes', '{metadata: {name: n2}}').object).toMatchObject({
      ref: { name: 'n2' },
      ready: false,
      addresses: [],
    });
  });
});

describe('anything else', () => {
  it.each(['null', '3', '[]', '{}', '{metadata: 1}', '{metadata: {name: 5}}'])(
    'such as %s is a problem, not an exception',
    (yaml) => {
      for (const resource of ['services', 'endpointslices', 'endpoints', 'nodes', 'namespaces'] as const) {
        const { object, problems } = projectYaml(resource, yaml);
        expect(object).toBeUndefined();
        expect(problems).toHaveLength(1);
      }
    },
  );
});
