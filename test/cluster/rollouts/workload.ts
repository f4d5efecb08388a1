import { waitFor } from '../../support/waitFor.ts';
import type { Cast } from './happening.ts';
import type { Kubelet } from './kubelet.ts';
import { type AddressNames, addressNames } from './probedName.ts';
import { type World, zone } from './world.ts';

export interface WorkloadOptions {
  readonly kind: 'Deployment' | 'StatefulSet';
  readonly name: string;
}

/** The names of the headless Service of a workload of three Pods. */
export const workloadNames = ({ name }: WorkloadOptions): AddressNames =>
  addressNames(`${name}.default.svc.${zone}`, `${name}.${zone}`);

const replicas = 3;

interface Workload {
  readonly metadata: { readonly generation: number };
  readonly status: Readonly<Record<string, number | undefined>>;
}

/** A workload whose Pods Kubernetes' own controllers replace, with the EndpointSlices that they write. */
export async function workload(
  { api }: World,
  { kind, name }: WorkloadOptions,
  { kubelet, names }: { readonly kubelet: Kubelet; readonly names: AddressNames },
): Promise<Cast> {
  const all = `/apis/apps/v1/namespaces/default/${kind.toLowerCase()}s`;
  const path = `${all}/${name}`;
  const spec = {
    clusterIP: 'None',
    ipFamilyPolicy: 'RequireDualStack',
    selector: { app: name },
    ports: [{ name: 'http', port: 80 }],
  };
  await api('POST', '/api/v1/namespaces/default/services', { metadata: { name }, spec });
  const labels = { app: name };
  await api('POST', all, {
    metadata: { name },
    spec: {
      replicas,
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers: [{ name: 'web', image: 'web' }] } },
      ...(kind === 'Deployment'
        ? { strategy: { rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } } }
        : { serviceName: name }),
    },
  });
  const isRolledOut = async (): Promise<boolean> => {
    const { metadata, status } = await api<Workload>('GET', path);
    const counts = ['replicas', 'updatedReplicas', 'readyReplicas'].map((count) => status[count]);
    return (
      status['observedGeneration'] === metadata.generation &&
      counts.every((count) => count === replicas) &&
      kubelet.addressesOf(name).length === 2 * replicas
    );
  };
  const rolledOut = async (): Promise<void> => {
    await waitFor(`${kind} ${name} is rolled out`, isRolledOut, { deadlineMs: 60_000, intervalMs: 100 });
    names.become(kubelet.addressesOf(name));
  };
  await rolledOut();
  const title = `${kind} ${name}`;
  let version = 0;
  return {
    names: names.names,
    happenings: [
      {
        kind: 'roll-out',
        title: `${title} is rolled out`,
        of: [title],
        run: async () => {
          version += 1;
          const annotations = { version: String(version) };
          await api('PATCH', path, { spec: { template: { metadata: { annotations } } } });
          await rolledOut();
        },
      },
    ],
  };
}
