import { afterAll, beforeAll, expect, test } from 'vitest';
import { readOctets } from '../../src/kube/api/readJson.ts';
import { createTransport, type Transport } from '../../src/kube/api/transport.ts';
import { createCredentials } from '../../src/kube/credentials/createCredentials.ts';
import { apiShapes } from '../../src/kube/protobuf/apiShapes.ts';
import { isProtobuf, protobufType } from '../../src/kube/protobuf/envelopeShape.ts';
import type { MessageShape } from '../../src/kube/protobuf/messageShape.ts';
import { readStatus } from '../../src/kube/protobuf/readStatus.ts';
import { jsonListReader } from '../../src/kube/reflector/jsonListReader.ts';
import type { ListReader } from '../../src/kube/reflector/listReader.ts';
import { protobufListReader } from '../../src/kube/reflector/protobufListReader.ts';
import { refusalOf } from '../../src/kube/reflector/refusalOf.ts';
import { isJsonObject, type JsonObject, textAt } from '../../src/store/jsonObject.ts';
import { createInterner } from '../../src/store/project/interner.ts';
import { project } from '../../src/store/project/project.ts';
import { allNeeds } from '../support/allNeeds.ts';
import { type ControlPlane, startControlPlane } from '../support/controlPlane.ts';

const endpointSlices = '/apis/discovery.k8s.io/v1/namespaces/shop/endpointslices';

let cluster: ControlPlane;
let transport: Transport;

beforeAll(async () => {
  cluster = await startControlPlane();
  await cluster.apply(objects);
  const status = {
    loadBalancer: { ingress: [{ ip: '192.0.2.1', ipMode: 'VIP' }, { hostname: 'lb.example' }] },
  };
  await cluster.api('PATCH', '/api/v1/namespaces/shop/services/balanced/status', { status });
  transport = createTransport(
    await createCredentials({ kubeconfig: cluster.users['k8s-bind'].kubeconfig, env: {} }),
  );
});
afterAll(async () => {
  transport.close();
  await cluster[Symbol.asyncDispose]();
});

const request = async (path: string, accept: string) => {
  const answer = await transport.request({ path, accept, signal: AbortSignal.timeout(30_000) });
  if (answer.kind !== 'answer') throw new Error(`no answer: ${answer.kind}`);
  return answer;
};

const listed = async (
  path: string,
  accept: string,
  open: (onItem: (item: unknown) => void) => ListReader,
) => {
  const { status, body } = await request(path, accept);
  const items: unknown[] = [];
  const reader = open((item) => items.push(item));
  expect([status, isProtobuf(body), reader.push(await readOctets(body))]).toEqual([
    200,
    accept === protobufType,
    undefined,
  ]);
  return { items, version: textAt(reader.metadata() ?? {}, 'resourceVersion') };
};

/** Of the JSON what the shape has. Empty texts and lists are left out, as protobuf does not tell them from none. */
const restricted = (json: JsonObject, shape: MessageShape): JsonObject => {
  const members: Record<string, unknown> = {};
  for (const field of shape) {
    const value = field === undefined ? undefined : json[field.key];
    if (field === undefined || value === undefined || value === null || value === '') continue;
    if (Array.isArray(value) && value.length === 0) continue;
    members[field.key] =
      field.kind === 'messages'
        ? (value as JsonObject[]).map((one) => restricted(one, field.shape))
        : field.kind === 'message'
          ? restricted(value as JsonObject, field.shape)
          : field.kind === 'time'
            ? new Date(value as string).toISOString()
            : value;
  }
  return members;
};

/** A flag that was not said is false in protobuf, and absent in JSON. Of one that may be absent both tell it. */
const withoutFalse = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(withoutFalse);
  if (!isJsonObject(value)) return value;
  const members = Object.entries(value).filter(([key, member]) => member !== false || key === 'ready');
  return Object.fromEntries(members.map(([key, member]) => [key, withoutFalse(member)]));
};

test.each([
  ['services', '/api/v1/services', 7],
  ['endpointslices', endpointSlices, 3],
] as const)('%s are the same as protobuf and as JSON', async (resource, path, count) => {
  const shape = apiShapes[resource];
  if (shape === undefined) throw new Error('a shape was expected');
  const inJson = await listed(path, 'application/json', jsonListReader);
  const inProtobuf = await listed(path, protobufType, (onItem) => protobufListReader(shape, onItem));
  const needed = inJson.items.map((item) => withoutFalse(restricted(item as JsonObject, shape)));
  expect(inProtobuf.items.map(withoutFalse)).toEqual(needed);
  const projected = (items: readonly unknown[]) =>
    items.map((item) => project(resource, item, { needs: allNeeds, interner: createInterner() }));
  expect(projected(inProtobuf.items)).toEqual(projected(inJson.items));
  expect([inProtobuf.items.length, inProtobuf.version !== '']).toEqual([count, true]);
});

test('each field that is read stands in some object of this test', async () => {
  const found = new Set<string>();
  const note = (json: JsonObject, shape: MessageShape, at: string): void => {
    for (const field of shape) {
      const value = field === undefined ? undefined : json[field.key];
      if (field === undefined || value === undefined) continue;
      found.add(`${at}.${field.key}`);
      if (field.kind === 'message') note(value as JsonObject, field.shape, `${at}.${field.key}`);
      if (field.kind === 'messages')
        for (const one of value as JsonObject[]) note(one, field.shape, `${at}.${field.key}`);
    }
  };
  const names = (shape: MessageShape, at: string): readonly string[] =>
    shape.flatMap((field) =>
      field === undefined
        ? []
        : [`${at}.${field.key}`, ...('shape' in field ? names(field.shape, `${at}.${field.key}`) : [])],
    );
  for (const [resource, path] of [
    ['services', '/api/v1/services'],
    ['endpointslices', endpointSlices],
  ] as const) {
    const shape = apiShapes[resource] ?? [];
    const { items } = await listed(path, protobufType, (onItem) => protobufListReader(shape, onItem));
    for (const item of items) note(item as JsonObject, shape, resource);
    expect(names(shape, resource).filter((name) => !found.has(name))).toEqual([]);
  }
});

test.each([
  ['what is forbidden', '/api/v1/secrets', 403],
  [
    'a version that is too new',
    '/api/v1/services?resourceVersion=999999999&resourceVersionMatch=NotOlderThan',
    504,
  ],
  ['a page that has expired', '/api/v1/services?limit=1&continue=bm90aGluZw', 400],
])('%s is refused in the same words in both forms', async (_what, path, code) => {
  const refusal = async (accept: string) => {
    const { status, body } = await request(path, accept);
    return { ...refusalOf(await readStatus(body), { code: status, inStream: false }), status };
  };
  const inJson = await refusal('application/json');
  expect(await refusal(`${protobufType}, application/json`)).toEqual(inJson);
  expect([inJson.status, inJson.message.length > 20]).toEqual([code, true]);
});

const objects = `
apiVersion: v1
kind: Namespace
metadata: { name: shop }
---
apiVersion: v1
kind: Service
metadata:
  name: plain
  namespace: shop
  labels: { app: web, tier: "" }
  annotations: { k8s-bind.io/hostname: 'büro.k8s.example', note: "two\\nlines" }
spec:
  externalIPs: [192.0.2.7, 192.0.2.8]
  ports: [{ name: http, port: 80, targetPort: web }, { name: dns, port: 53, protocol: UDP, targetPort: 5353 }]
---
apiVersion: v1
kind: Service
metadata: { name: headless, namespace: shop }
spec: { clusterIP: None, publishNotReadyAddresses: true, ports: [{ port: 65535, protocol: SCTP }] }
---
apiVersion: v1
kind: Service
metadata: { name: bare, namespace: shop }
spec: { clusterIP: None, selector: { app: bare } }
---
apiVersion: v1
kind: Service
metadata: { name: balanced, namespace: shop }
spec:
  type: LoadBalancer
  externalTrafficPolicy: Local
  ports: [{ port: 443, nodePort: 30443 }]
---
apiVersion: v1
kind: Service
metadata: { name: ports, namespace: shop }
spec: { type: NodePort, ports: [{ port: 1 }] }
---
apiVersion: v1
kind: Service
metadata: { name: elsewhere, namespace: shop }
spec: { type: ExternalName, externalName: www.example.org }
---
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata:
  name: headless-1
  namespace: shop
  labels: { kubernetes.io/service-name: headless }
  annotations: { endpoints.kubernetes.io/last-change-trigger-time: '2026-01-02T03:04:05Z' }
addressType: IPv4
ports: [{ name: http, port: 80, protocol: TCP }, { port: 53, protocol: UDP }, { name: all }]
endpoints:
- addresses: [10.1.0.1]
  conditions: { ready: true, serving: true, terminating: false }
  hostname: one
  nodeName: node-1
  zone: zone-a
  targetRef: { kind: Pod, namespace: shop, name: pod-1, uid: 5ad2c7b1-0000-4000-8000-000000000001 }
- addresses: [10.1.0.2]
  conditions: { ready: false, serving: true, terminating: true }
  targetRef: { kind: Pod, name: pod-2 }
- addresses: [10.1.0.3]
  targetRef: { kind: Node, name: node-3 }
---
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata: { name: headless-2, namespace: shop, labels: { kubernetes.io/service-name: headless } }
addressType: IPv6
endpoints:
- addresses: ['2001:db8::1']
  hints: { forZones: [{ name: zone-a }] }
---
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata: { name: others, namespace: shop }
addressType: FQDN
ports: []
endpoints: []
`;
