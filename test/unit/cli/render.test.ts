import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../support/temporaryFolder.ts';
import { runInProcess } from './support.ts';

const manifests = `
apiVersion: v1
kind: Service
metadata: { name: web, annotations: { team: 'a "b" $c', k8s-bind.io/hostname: web.example }, labels: { app: web } }
spec: { clusterIP: 10.96.0.1, ports: [{ name: http, port: 80, nodePort: 30080 }, { name: dns, port: 53, protocol: UDP }] }
---
apiVersion: v1
kind: Service
metadata: { name: web, namespace: other, annotations: { k8s-bind.io/hostname: web.example } }
spec: { clusterIP: 10.96.0.2, ports: [{ port: 80 }] }
---
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata: { name: web-1, labels: { kubernetes.io/service-name: web } }
addressType: IPv4
ports: [{ name: http, port: 8080 }]
endpoints:
  - { addresses: [10.0.0.2], nodeName: node-1, zone: zone-a, hostname: web-0, targetRef: { kind: Pod, name: web-abc } }
  - { addresses: [10.0.0.1], conditions: { ready: false } }
`;

const template = `{% for service in services -%}
{{ service.namespace }}/{{ service.name }} {{ service.type }} {{ service.clusterIPs }} {{ service.labels.app | default: "-" }} {{ service.annotations["team"] | default: "" | quote }}
names {{ service.names }}
{% for port in service.ports -%}
{{ port.name | default: "-" }} {{ port.port }} {{ port.protocol }} {{ port.nodePort }}{% for e in port.endpoints %} {{ e.host }}:{{ e.port }}={{ e.ready }},{{ e.node }},{{ e.pod }},{{ e.hostname }},{{ e.zone }}{% endfor %}
{% endfor %}{% endfor %}`;

const setUp = async () => {
  const folder = await temporaryFolder('render');
  const at = (name: string): string => join(folder.path, name);
  await writeFile(at('manifests.yaml'), manifests);
  await writeFile(at('t.liquid'), template);
  return { at, [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose]() };
};

test('render --once makes the file of the cluster, with names of the zones, where one Service has a disputed name', async () => {
  await using place = await setUp();
  await writeFile(
    place.at('k8s-bind.yaml'),
    `manifests: manifests.yaml
zones: [{ zone: k8s.example. }, { zone: example., shortNames: [], allow: [{ names: [web.example] }] }]
render: [{ template: t.liquid, output: out.txt }]
`,
  );
  const args = ['render', '--once', '--config', place.at('k8s-bind.yaml')];
  expect(await runInProcess(args)).toEqual({ exitCode: 0, out: `written ${place.at('out.txt')}\n`, err: '' });
  expect(await readFile(place.at('out.txt'), 'utf8')).toBe(`default/web ClusterIP 10.96.0.1 web "a \\"b\\" _c"
names web.default.svc.k8s.example web.k8s.example web.default.svc.example web.example
http 80 TCP 30080 10.0.0.1:8080=false,,,, 10.0.0.2:8080=true,node-1,web-abc,web-0,zone-a
dns 53 UDP 0
other/web ClusterIP 10.96.0.2 - ""
names web.other.svc.k8s.example web.other.svc.example
- 80 TCP 0
`);
  expect((await runInProcess(args)).out).toBe(`unchanged ${place.at('out.txt')}\n`);
});

test('render needs no zone, and what fails has its exit code and one line', async () => {
  await using place = await setUp();
  const render = (...args: readonly string[]) =>
    runInProcess(
      [
        ['render', '--once', '--manifests', place.at('manifests.yaml')],
        ['--template', place.at('t.liquid'), '--output', place.at('out.txt'), ...args],
      ].flat(),
    );
  expect(await render('--check', 'false')).toMatchObject({
    exitCode: 5,
    err: expect.stringMatching(/^k8s-bind: Cannot use the new [^\n]+\n$/),
  });
  expect(await render('--check', 'true', '--reload', 'false')).toMatchObject({ exitCode: 5 });
  expect(await render('--reload', 'true')).toMatchObject({ exitCode: 0 });
  expect(await readFile(place.at('out.txt'), 'utf8')).toContain('names \n');
  await writeFile(place.at('t.liquid'), '{{ x }}');
  expect(await render()).toMatchObject({ exitCode: 2 });
});
