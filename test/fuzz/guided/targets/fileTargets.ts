import { deepEqual, equal, ok } from 'node:assert/strict';
import { parseKeyFile } from '../../../../src/dns/tsig/parseKeyFile.ts';
import { algorithmText } from '../../../../src/dns/tsig/tsigKey.ts';
import { mergeKubeConfigs } from '../../../../src/kube/credentials/mergeKubeConfigs.ts';
import { parseYaml } from '../../../../src/kube/credentials/parseYaml.ts';
import { parseManifest } from '../../../../src/manifests/parseManifest.ts';
import { clusterView } from '../../../../src/render/clusterView.ts';
import { openTemplates } from '../../../../src/render/openTemplates.ts';
import { isJsonObject } from '../../../../src/store/jsonObject.ts';
import { createInterner } from '../../../../src/store/project/interner.ts';
import { project } from '../../../../src/store/project/project.ts';
import { allNeeds } from '../../../support/allNeeds.ts';
import { clusterIpService } from '../../../unit/records/snapshots.ts';
import { inOneLine } from '../inOneLine.ts';
import type { Target } from '../target.ts';
import { textTarget } from '../textTarget.ts';

const fakeSecret = 'U0VDUkVUU0VDUkVUU0VDUkVU';
const included = `key "included" { algorithm hmac-sha256; secret "${fakeSecret}"; };`;

const parseTemplateText = await openTemplates();
const view = clusterView(
  [
    {
      service: clusterIpService({ ports: [{ name: 'http', protocol: 'tcp', port: 80, nodePort: 0 }] }),
      slices: [],
      nodes: [],
      namespaceLabels: {},
    },
  ],
  () => ['web.lan.'],
);

const yamlWords =
  '--- ... [ ] { } & * *a &a << <<: !! !!binary !!set ? | > |- # : - null ~ 1e999 .inf .nan 0x10 2001-01-01 apiVersion: kind: metadata: items: v1 __proto__ {"kind":"List","items":[';

export const fileTargets: readonly Target[] = [
  textTarget({
    name: 'key-file',
    seeds: [
      `key "k8s-bind" {\n\talgorithm hmac-sha256;\n\tsecret "${fakeSecret}";\n};\n`,
      `# a\n// b\n/* c */ options { directory "/x"; allow-update { key k; }; };\nkey k. { secret ${fakeSecret}; algorithm hmac-sha512-256; }; include "a";`,
      `Private-key-format: v1.3\nAlgorithm: 163 (HMAC_SHA256)\nKey: ${fakeSecret}\nBits: AAA=\n`,
    ],
    words: `key secret algorithm hmac-sha256 hmac-sha1-80 hmac-md5 { } ; }; " # // /* */ include "a" Key: Algorithm: Private-key-format: ${fakeSecret} YQ==`,
    check: (text) => {
      const parsed = parseKeyFile(text, { file: '/etc/Kk.+163+00001.private', include: () => included });
      if (parsed.kind === 'problem') {
        inOneLine(parsed.message);
        ok(parsed.line >= 1 && parsed.line <= text.split('\n').length);
        return;
      }
      const { key } = parsed;
      const secret = key.secret.export().toString('base64');
      const again = parseKeyFile(
        `key "${key.name}" { algorithm ${algorithmText(key)}; secret "${secret}"; };`,
      );
      ok(again.kind === 'key');
      ok(again.key.secret.equals(key.secret));
      deepEqual({ ...again.key, secret: '' }, { ...key, secret: '' });
    },
  }),
  textTarget({
    name: 'kubeconfig',
    share: 0.5,
    seeds: [
      `apiVersion: v1\nkind: Config\ncurrent-context: a\ncontexts:\n- name: a\n  context: {cluster: c, user: u}\nclusters:\n- name: c\n  cluster: {server: "https://a:6443", certificate-authority: ca.crt, proxy-url: "http://p"}\nusers:\n- name: u\n  user: {token: ${fakeSecret}, as: x, as-groups: [g]}\n`,
      `current-context: a\ncontexts: [{name: a, context: {cluster: c, user: u}}]\nclusters: [{name: c, cluster: {server: s, certificate-authority-data: YQ==, insecure-skip-tls-verify: true, tls-server-name: t}}]\nusers: [{name: u, user: {exec: {command: ./a, args: [b], env: [{name: N, value: V}]}, client-certificate: a, client-key-data: YQ==}}]\n`,
      `{"current-context":"a","contexts":[{"name":"a","context":{"cluster":"c"}}],"clusters":[{"name":"c","cluster":{"server":"s"}}]}`,
    ],
    words: `${yamlWords} token: tokenFile: username: password: auth-provider: exec: ${fakeSecret}`,
    check: (text) => {
      const parsed = parseYaml(text);
      if (parsed.kind === 'problem') {
        inOneLine(parsed.found);
        return ok(!parsed.found.includes(fakeSecret));
      }
      if (!isJsonObject(parsed.value)) return;
      const merge = (json: object) =>
        mergeKubeConfigs(
          [{ path: 'k', folder: '/k', json: json as Readonly<Record<string, unknown>> }],
          undefined,
        );
      const merged = merge(parsed.value);
      if (merged.kind === 'config') ok(merged.config.server !== '');
    },
  }),
  textTarget({
    name: 'manifest',
    share: 0.5,
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
  }),
  textTarget({
    name: 'template',
    share: 0.5,
    seeds: [
      '{% for s in services %}{% for p in s.ports %}{{ s.name }} {{ p.port | plus: 1 }}\n{% endfor %}{% endfor %}',
      '{% assign x = namespaces.default.web %}{{ x.names | join: "," | quote }}{% if x.headless %}a{% elsif x.type == "ClusterIP" %}b{% else %}c{% endif %}',
      '{% raw %}{{ }}{% endraw %}{%- comment -%}{%- endcomment -%}{% case 1 %}{% when 1 %}x{% endcase %}{% capture y %}z{% endcapture %}{{ y | upcase }}',
    ],
    words:
      '{{ }} {% %} {%- -%} for s in services endfor if else endif assign x = s.name | quote join: "," raw endraw tablerow cycle include render (1..9) [0] .size unless case when capture increment limit: offset: reversed break continue echo liquid default: "" sort map: where: group_by: date:',
    check: (text) => {
      // How long a loop may run is a limit of its own, by time.
      if (/\.\.|\d{3}/.test(text)) return;
      const template = parseTemplateText('t.liquid', text);
      const end = template.kind === 'fault' ? template : template.fill(view);
      if (end.kind === 'fault') inOneLine(end.line);
    },
  }),
];
