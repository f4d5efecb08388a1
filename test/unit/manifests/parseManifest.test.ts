import { describe, expect, it } from 'vitest';
import { parseManifest } from '../../../src/manifests/parseManifest.ts';

const found = (text: string) => {
  const parsed = parseManifest(text, 'a.yaml');
  if (parsed.kind === 'broken') return parsed.message;
  return parsed.objects.map(({ resource, json, line }) => {
    const { namespace, name } = json['metadata'] as { namespace: string; name: string };
    return `${line}: ${resource} ${namespace}/${name}`;
  });
};

describe('parseManifest', () => {
  it('reads every document, knows its line, and passes over other kinds and other groups of the same kind', () => {
    expect(
      found(`# comment
apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop}
---
apiVersion: serving.knative.dev/v1
kind: Service
metadata: {name: other}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
---
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata: {name: web-1}
---
apiVersion: v1
kind: Node
metadata: {name: n1}
`),
    ).toEqual(['2: services shop/web', '14: endpointslices default/web-1', '18: nodes /n1']);
  });

  it('reads the List that kubectl get prints, as YAML and as JSON', () => {
    expect(
      found(`apiVersion: v1
kind: List
items:
- apiVersion: v1
  kind: Service
  metadata: {name: a}
- apiVersion: v1
  kind: Endpoints
  metadata: {name: a}
`),
    ).toEqual(['4: services default/a', '7: endpoints default/a']);
    expect(
      found(
        '{"apiVersion":"v1","kind":"List","items":[\n{"apiVersion":"v1","kind":"Service","metadata":{"name":"a"}}]}',
      ),
    ).toEqual(['2: services default/a']);
  });

  const item = (name: string) => `{"metadata":{"name":"${name}"},"spec":{"clusterIP":"10.0.0.1"}}`;

  it("reads the API's own list, whose items do not say their kind", () => {
    expect(
      found(
        `{"kind":"ServiceList","apiVersion":"v1","metadata":{"resourceVersion":"7"},"items":[\n${item('a')},\n${item('b')}]}`,
      ),
    ).toEqual(['2: services default/a', '3: services default/b']);
    expect(
      found('{kind: EndpointSliceList, apiVersion: discovery.k8s.io/v1, items: [{metadata: {name: a}}]}'),
    ).toEqual(['1: endpointslices default/a']);
    expect(found('{kind: ServiceList, apiVersion: v1, items: null}')).toEqual([]);
    expect(found('{kind: ConfigMapList, apiVersion: v1, items: [{metadata: {name: a}}]}')).toEqual([]);
  });

  it('reads a list within a list', () => {
    expect(
      found(`apiVersion: v1
kind: List
items:
- kind: List
  apiVersion: v1
  items:
  - {apiVersion: v1, kind: Service, metadata: {name: a}}
- {kind: ServiceList, apiVersion: v1, items: [{metadata: {name: b}}]}
`),
    ).toEqual(['7: services default/a', '8: services default/b']);
  });

  it.each([
    ['each on a line', (objects: readonly string[]) => `${objects.join('\n')}\n`, [1, 2, 3]],
    ['one behind the other', (objects: readonly string[]) => objects.join(''), [1, 1, 1]],
    ['with blank lines', (objects: readonly string[]) => `\n${objects.join('\n\n')}`, [2, 4, 6]],
    [
      'as RFC 7464 separates them',
      (objects: readonly string[]) => objects.map((text) => `\u001e${text}\n`).join(''),
      [1, 2, 3],
    ],
  ])('reads a stream of JSON, %s', (_how, join, lines) => {
    const objects = ['a', 'b}{', 'c\\"'].map(
      (name) => `{"apiVersion":"v1","kind":"Service","metadata":{"name":"${name}"}}`,
    );
    expect(found(join(objects))).toEqual(
      ['a', 'b}{', 'c"'].map((name, index) => `${lines[index]}: services default/${name}`),
    );
  });

  it('does not read a stream of JSON that breaks off', () => {
    const text = '{"apiVersion":"v1","kind":"Service","metadata":{"name":"a"}}\n{"apiVersion":"v1",';
    expect(found(text)).toMatch(/^Cannot read manifest "a\.yaml:\d+": /);
  });

  it.each([
    [
      '{kind: EndpointSlice, apiVersion: discovery.k8s.io/v1beta1, metadata: {name: a}}',
      'EndpointSlice of discovery.k8s.io/v1beta1',
      'discovery.k8s.io/v1',
    ],
    ['{kind: Service, metadata: {name: a}}', 'Service of no apiVersion', 'v1'],
    ['{kind: Service, apiVersion: v2, metadata: {name: a}}', 'Service of v2', 'v1'],
    ['{apiVersion: v1, metadata: {name: a}}', 'an object without kind', 'kind and apiVersion'],
    [
      '{kind: List, apiVersion: v1, items: [{metadata: {name: a}}]}',
      'an object without kind',
      'kind and apiVersion',
    ],
    ['{items: [{metadata: {name: a}}]}', 'an object without kind', 'kind and apiVersion'],
    ['{kind: ServiceList, items: [{metadata: {name: a}}]}', 'Service of no apiVersion', 'v1'],
    ['{kind: List, apiVersion: v1, items: [null]}', 'an item that is no object', 'objects of Kubernetes'],
  ])('says that it does not understand %s', (text, what, needed) => {
    const parsed = parseManifest(text, 'a.yaml');
    expect(parsed).toMatchObject({
      objects: [],
      problems: [`Cannot read manifest "a.yaml:1": found ${what}, needed ${needed}`],
    });
  });

  it.each([
    '{kind: Service, apiVersion: serving.knative.dev/v1, metadata: {name: a}}',
    '{kind: Deployment, apiVersion: apps/v1}',
    '{kind: ServiceExportList, apiVersion: multicluster.x-k8s.io/v1, items: [{metadata: {name: a}}]}',
    'replicas: 3',
  ])('passes over %s without a word', (text) => {
    expect(parseManifest(text, 'a.yaml')).toMatchObject({ objects: [], problems: [] });
  });

  it.each(['', '\n', '---\n---\n', '# nothing\n'])('finds nothing in %j', (text) => {
    expect(found(text)).toEqual([]);
  });

  it('says the line of what it cannot read', () => {
    expect(found('kind: Service\nmetadata: {name: a\nspec: x\n')).toMatch(
      /^Cannot read manifest "a\.yaml:\d+": .+/,
    );
    expect(found('a: 1\n---\njust text\n')).toMatch(
      /^Cannot read manifest "a\.yaml:3": a document that is no object/,
    );
    expect(found('a: &x [*x, *y]\n')).toMatch(/^Cannot read manifest "a\.yaml:1": /);
  });

  it('refuses aliases that multiply without end', () => {
    const bomb = ['a: &a [x,x,x,x,x,x,x,x,x]'];
    for (const [from, to] of ['ab', 'bc', 'cd', 'de', 'ef', 'fg'])
      bomb.push(`${to}: &${to} [${Array.from({ length: 9 }, () => `*${from}`).join(',')}]`);
    expect(found(`kind: List\n\n${'[ {'.repeat(50_000)}`)).toMatch(
      /^Cannot read manifest "a\.yaml:3": a hundred brackets that open and none that closes/,
    );
    expect(found(bomb.join('\n'))).toMatch(/^Cannot read manifest/);
  });

  it('tells of a version that is no text to be shown in one line', () => {
    const apiVersion = String.raw`"\n\u0011\e[2J"`;
    expect(parseManifest(`{kind: Service, apiVersion: ${apiVersion}}`, 'a.yaml')).toMatchObject({
      problems: [
        String.raw`Cannot read manifest "a.yaml:1": found Service of \u000a\u0011\u001b[2J, needed v1`,
      ],
    });
  });

  it('tells of maps within maps that are too deep for the parser', () => {
    expect(found(`{${'"a":'.repeat(10_000)}]`)).toBe(
      'Cannot read manifest "a.yaml:1": lists or maps nested too deep, needed YAML or JSON of Kubernetes objects',
    );
  });

  it('tells of JSON that is nested deeper than any object of Kubernetes', () => {
    expect(found(`\n${'{"a":'.repeat(1001)}1${'}'.repeat(1001)}`)).toBe(
      'Cannot read manifest "a.yaml:2": lists or maps nested too deep, needed YAML or JSON of Kubernetes objects',
    );
    expect(found(`${'{"a":'.repeat(999)}1${'}'.repeat(999)}`)).toEqual([]);
  });

  it('finds a key that JSON says twice, in the line where it does', () => {
    const service = '{"apiVersion":"v1","kind":"Service",\n"metadata":{"name":"a",\n"name":"b"}}';
    expect(found(service)).toBe(
      'Cannot read manifest "a.yaml:3": Map keys must be unique, needed YAML or JSON of Kubernetes objects',
    );
    expect(found(`{"kind":"Other"}\n${service}`)).toMatch(/^Cannot read manifest "a\.yaml:4": Map keys/);
  });

  it('finds a key that is there twice, in time that grows with the file', () => {
    const keys = Array.from({ length: 40_000 }, (_, index) => `  k${index}: v`);
    const text = ['apiVersion: v1', 'kind: ConfigMap', 'data:', ...keys].join('\n');
    const started = process.cpuUsage().user;

    expect(found(text)).toEqual([]);
    expect(found(`${text}\n  k7: v`)).toMatch(
      /^Cannot read manifest "a.yaml:40004": Map keys must be unique/,
    );

    expect(process.cpuUsage().user - started).toBeLessThan(6_000_000);
  });
});
