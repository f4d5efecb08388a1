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
    expect(found(bomb.join('\n'))).toMatch(/^Cannot read manifest/);
  });
});
