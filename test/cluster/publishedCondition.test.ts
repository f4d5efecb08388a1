import { expect, test } from 'vitest';
import { SETTING_RIGHTS } from '../../src/store/sourceRights.ts';
import { runCli } from '../support/cli.ts';
import { type ControlPlane, startControlPlane } from '../support/controlPlane.ts';
import { type Daemon, startDaemon } from '../support/daemon.ts';
import { type Named, startNamed } from '../support/named.ts';
import { waitFor } from '../support/waitFor.ts';

const zone = 'k8s.example';
const text = `
$TTL 300
@ SOA ns hostmaster 1 3600 600 86400 5
@ NS ns
ns A 127.0.0.1
www A 192.0.2.10
`;
const condition = 'k8s-bind.io/Published';

type Condition = {
  readonly type: string;
  readonly status: string;
  readonly reason: string;
  readonly message: string;
};
type ServiceJson = {
  readonly metadata: { readonly name: string };
  readonly spec: { readonly clusterIP: string };
  readonly status: { readonly conditions?: readonly Condition[] };
};

const services = '/api/v1/namespaces/default/services';

const grant = async (cluster: ControlPlane): Promise<void> => {
  const roleRef = { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'published-condition' };
  const path = '/apis/rbac.authorization.k8s.io/v1';
  await cluster.api('POST', `${path}/clusterroles`, {
    metadata: { name: roleRef.name },
    rules: SETTING_RIGHTS.publishedCondition,
  });
  await cluster.api('POST', `${path}/clusterrolebindings`, {
    metadata: { name: roleRef.name },
    roleRef,
    subjects: [{ kind: 'User', name: 'k8s-bind', apiGroup: 'rbac.authorization.k8s.io' }],
  });
};

const start = (cluster: ControlPlane, named: Named): Promise<Daemon> => {
  const { kubeconfig } = cluster.users['k8s-bind'];
  return startDaemon(named, `${zone}.`, [
    '--kubeconfig',
    kubeconfig,
    '--published-condition',
    '--selector',
    'publish=yes',
  ]);
};

const create = async (cluster: ControlPlane, name: string, publish = true): Promise<void> => {
  await cluster.api('POST', services, {
    metadata: { name, ...(publish && { labels: { publish: 'yes' } }) },
    spec: { ports: [{ port: 80 }] },
  });
};

const read = (cluster: ControlPlane, name: string): Promise<ServiceJson> =>
  cluster.api('GET', `${services}/${name}`);

const conditionsOf = async (cluster: ControlPlane, name: string): Promise<readonly Condition[]> =>
  (await read(cluster, name)).status.conditions ?? [];

/** Requests of server-side apply for the status of Services that the API server has answered. */
const applied = async (cluster: ControlPlane): Promise<number> => {
  const metrics = await cluster.api<string>('GET', '/metrics');
  return metrics
    .split('\n')
    .filter((line) =>
      /^apiserver_request_total\{.*resource="services".*subresource="status".*verb="APPLY"/.test(line),
    )
    .reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' '))), 0);
};

const waitForCondition = (cluster: ControlPlane, name: string, value = 'True'): Promise<string> =>
  cluster.kubectl('wait', `--for=condition=${condition}=${value}`, `service/${name}`, '--timeout=60s');

test('kubectl wait for the condition of a Service means that BIND answers; what is not so is False with its reason', async () => {
  await using cluster = await startControlPlane();
  await using named = await startNamed({ zones: [{ name: zone, text }] });
  await grant(cluster);
  await using daemon = await start(cluster, named);
  await daemon.ready();

  await create(cluster, 'neighbour', false);
  await create(cluster, 'webapp');
  await waitForCondition(cluster, 'webapp');
  const { clusterIP } = (await read(cluster, 'webapp')).spec;
  expect(await named.dig(`webapp.${zone}`, 'A', '+short')).toBe(clusterIP);
  expect(await named.dig(`webapp.default.svc.${zone}`, 'A', '+short')).toBe(clusterIP);
  expect(await conditionsOf(cluster, 'webapp')).toMatchObject([
    { type: condition, status: 'True', reason: 'Published' },
  ]);

  await create(cluster, 'www');
  await waitForCondition(cluster, 'www', 'False');
  expect(await conditionsOf(cluster, 'www')).toMatchObject([
    {
      status: 'False',
      reason: 'Conflict',
      message: expect.stringContaining(
        `Cannot publish "www.${zone}." for Service default/www: it already holds A 192.0.2.10`,
      ),
    },
  ]);
  expect(await named.dig(`www.${zone}`, 'A', '+short')).toBe('192.0.2.10');

  // Each of ours was one request: what we write ourselves is no change to answer with another.
  expect(await applied(cluster)).toBe(2);
  expect(await conditionsOf(cluster, 'neighbour')).toEqual([]);

  // What others have written on the status stays.
  await cluster.api('PATCH', `${services}/webapp/status`, {
    status: {
      conditions: [
        ...(await conditionsOf(cluster, 'webapp')),
        {
          type: 'example.com/Other',
          status: 'True',
          reason: 'Test',
          message: '',
          lastTransitionTime: '2026-01-01T00:00:00Z',
        },
      ],
    },
  });
  await cluster.kubectl('label', 'service', 'webapp', 'publish-');
  await waitFor('the condition is gone', () => conditionsOf(cluster, 'webapp'), {
    until: (conditions) => conditions.every(({ type }) => type !== condition),
  });
  expect(await named.dig(`webapp.${zone}`, 'A', '+short')).toBe('');
  expect(await conditionsOf(cluster, 'webapp')).toMatchObject([{ type: 'example.com/Other' }]);
  expect(await conditionsOf(cluster, 'www')).toMatchObject([{ status: 'False' }]);
});

test('without the right to it the names are published all the same, the log says what is needed, and check too', async () => {
  await using cluster = await startControlPlane();
  await using named = await startNamed({ zones: [{ name: zone, text }] });
  await using daemon = await start(cluster, named);
  await daemon.ready();
  await create(cluster, 'webapp');
  await waitFor('the name is published', () => named.dig(`webapp.${zone}`, 'A', '+short'), {
    until: (answer) => answer !== '',
  });
  await waitFor('the log says it', () => daemon.process.logs(), {
    until: (logs) => /found 403 .*needed a role that grants patch on services\/status/.test(logs),
  });
  expect(await conditionsOf(cluster, 'webapp')).toEqual([]);
  const { kubeconfig } = cluster.users['k8s-bind'];
  const server = ['--server', `${named.address}:${named.port}`, '--key-file', named.key().file];
  const { exitCode, stdout } = await runCli([
    'check',
    ...server,
    '--zone',
    `${zone}.`,
    '--kubeconfig',
    kubeconfig,
    '--published-condition',
  ]);
  expect(exitCode).toBe(7);
  expect(
    stdout,
  ).toContain(`error    rights     may not patch services/status, which --published-condition needs
                    fix: rules: [{apiGroups: [''], resources: [services/status], verbs: [patch]}]
`);
});

test('a thousand Services are one request each, and none after a restart', { timeout: 240_000 }, async () => {
  const count = 1_000;
  await using cluster = await startControlPlane();
  await using named = await startNamed({ zones: [{ name: zone, text }] });
  await grant(cluster);
  for (let index = 0; index < count; index += 1) await create(cluster, `s${index}`);
  const list = async (): Promise<readonly ServiceJson[]> =>
    (await cluster.api<{ readonly items: readonly ServiceJson[] }>('GET', services)).items;
  const published = async (): Promise<number> =>
    (await list()).filter(({ status }) =>
      status.conditions?.some((one) => one.type === condition && one.status === 'True'),
    ).length;
  {
    await using daemon = await start(cluster, named);
    await daemon.ready();
    await waitFor('all have the condition', published, {
      until: (found) => found === count,
      deadlineMs: 120_000,
      intervalMs: 1_000,
    });
    expect(await applied(cluster)).toBe(count);
  }
  await using daemon = await start(cluster, named);
  await daemon.ready();
  // The one that is new is written after all others were looked at.
  await create(cluster, 'last');
  await waitForCondition(cluster, 'last');
  expect(await applied(cluster)).toBe(count + 1);
});
