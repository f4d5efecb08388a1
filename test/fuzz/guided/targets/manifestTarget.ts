import { deepEqual, equal, ok } from 'node:assert/strict';
import { parseManifest } from '../../../../src/manifests/parseManifest.ts';
import { createInterner } from '../../../../src/store/project/interner.ts';
import { project } from '../../../../src/store/project/project.ts';
import { allNeeds } from '../../../support/allNeeds.ts';
import { inOneLine } from '../inOneLine.ts';
import type { Target } from '../target.ts';
import { textTarget } from '../textTarget.ts';
import { yamlWords } from './yamlWords.ts';

export const manifestTarget: Target = textTarget({
  seeds: [
    'apiVersion: v1\nkind: Service\nmetadata:\n  name: web\n  namespace: shop\n  annotations: {k8s-bind.io/ttl: "5"}\nspec:\n  clusterIP: 10.0.0.1\n  ports: [{name: http, port: 80}]\n---\napiVersion: discovery.k8s.io/v1\nkind: EndpointSlice\nmetadata: {name: a, labels: {kubernetes.io/service-name: web}}\naddressType: IPv4\nendpoints: [{addresses: [10.1.0.1], conditions: {ready: true}}]\nports: [{port: 80}]\n',
    '{"apiVersion":"v1","kind":"Service","metadata":{"name":"a"},"spec":{"clusterIPs":["None"]}}\n{"apiVersion":"v1","kind":"Node","metadata":{"name":"n"}}',
    'kind: List\napiVersion: v1\nitems:\n- &a {apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: {name: i}, spec: {rules: [{host: a.b}]}}\n- *a\n',
    '{"kind":"ServiceList","apiVersion":"v1","items":[{"metadata":{"name":"a"}}]}',
  ],
  words: `${yamlWords} Service EndpointSlice Ingress Node Gateway HTTPRoute DNSEndpoint ServiceList continue: spec: status: clusterIP: None ports: - [[[[[[[[`,
  check: (text) => {
    const parsed = parseManifest(text, 'file.yaml');
    if (parsed.kind === 'broken') return inOneLine(parsed.message);
    for (const problem of parsed.problems) inOneLine(problem);
    for (const { resource, json } of parsed.objects) {
      const projected = project(resource, json, { needs: allNeeds, interner: createInterner() });
      deepEqual(project(resource, json, { needs: allNeeds, interner: createInterner() }), projected);
    }
    const items = JSON.stringify(parsed.objects.map(({ json }) => json));
    const again = parseManifest(`{"kind":"List","apiVersion":"v1","items":${items}}`, 'again');
    ok(again.kind === 'objects');
    equal(JSON.stringify(again.objects.map(({ json }) => json)), items);
  },
});
