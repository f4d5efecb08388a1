import { ok } from 'node:assert/strict';
import { mergeKubeConfigs } from '../../../../src/kube/credentials/mergeKubeConfigs.ts';
import { parseYaml } from '../../../../src/kube/credentials/parseYaml.ts';
import { isJsonObject } from '../../../../src/store/jsonObject.ts';
import { inOneLine } from '../inOneLine.ts';
import type { Target } from '../target.ts';
import { textTarget } from '../textTarget.ts';
import { fakeSecret } from './fakeSecret.ts';
import { yamlWords } from './yamlWords.ts';

export const kubeconfigTarget: Target = textTarget({
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
});
