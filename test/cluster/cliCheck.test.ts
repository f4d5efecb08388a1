import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type CliResult, runCli } from '../support/cli.ts';
import { type ControlPlane, startControlPlane } from '../support/controlPlane.ts';
import { type Named, startNamed } from '../support/named.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/temporaryFolder.ts';

let cluster: ControlPlane;
let named: Named;
let folder: TemporaryFolder;
beforeAll(async () => {
  folder = await temporaryFolder('cli-cluster');
  cluster = await startControlPlane();
  named = await startNamed();
});
afterAll(async () => {
  await named[Symbol.asyncDispose]();
  await cluster[Symbol.asyncDispose]();
  await folder[Symbol.asyncDispose]();
});

const command = (name: string, kubeconfig: string, ...more: readonly string[]): Promise<CliResult> => {
  const server = ['--server', `${named.address}:${named.port}`, '--key-file', named.key().file];
  return runCli([name, '--zone', 'k8s.example.', ...server, '--kubeconfig', kubeconfig, ...more]);
};

test('what init prints for the cluster is accepted there, and grants all that check asks for', async () => {
  const written = join(folder.path, 'init');
  await runCli(['init', '--zone', 'k8s.example.', '--addresses', 'node', '--write', written]);
  await cluster.kubectl('apply', '-f', join(written, 'rbac.yaml'));
  const token = (await cluster.kubectl('create', 'token', 'k8s-bind', '-n', 'k8s-bind')).trim();
  const { kubeconfig, token: admin } = cluster.users.admin;
  const own = join(folder.path, 'kubeconfig');
  writeFileSync(own, readFileSync(kubeconfig, 'utf8').replaceAll(admin, token), { mode: 0o600 });
  const { exitCode, stdout } = await command('check', own, '--addresses', 'node');
  expect(stdout).toMatch(/^ok {7}api .*, Kubernetes v1\.\d+/m);
  for (const resource of ['services', 'endpointslices.discovery.k8s.io', 'nodes']) {
    expect(stdout).toContain(`ok       rights     may list and watch ${resource}\n`);
  }
  expect(stdout).toMatch(/^ok {7}owner {6}the cluster is [0-9a-f-]{36}$/m);
  expect(exitCode).toBe(0);
});

test('check names each resource that RBAC does not give, and the rule that does', async () => {
  const { exitCode, stdout } = await command('check', cluster.users.stranger.kubeconfig);
  expect(exitCode).toBe(7);
  expect(stdout).toContain(`error    rights     may not list or watch endpointslices.discovery.k8s.io
                    fix: rules: [{apiGroups: ['discovery.k8s.io'], resources: [endpointslices], verbs: [list, watch]}]`);
  expect(stdout).toMatch(/^error {4}owner .*kube-system.*\n {20}fix: --owner ID$/m);
  expect(stdout).toContain('ok       transfer   the zone can be read');
});

test('plan shows the records of the Services of a cluster, export env its variables', async () => {
  const { kubeconfig } = cluster.users.admin;
  const { exitCode, stdout, stderr } = await command('plan', kubeconfig);
  expect(stderr).toBe('');
  expect(exitCode).toBe(2);
  expect(stdout).toMatch(/^\+ kubernetes\.default\.svc\.k8s\.example\. 30 IN A 10\.96\.0\.1$/m);
  const env = await runCli(['export', 'env', '--kubeconfig', kubeconfig]);
  expect(env.stdout).toContain('KUBERNETES_SERVICE_HOST=10.96.0.1\nKUBERNETES_SERVICE_PORT=443\n');
});
