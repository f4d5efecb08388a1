import { type Cast, hesitate } from './happening.ts';
import { addressNames, probedName } from './probedName.ts';
import { type World, zone } from './world.ts';

interface Service {
  readonly spec: { readonly clusterIPs: readonly string[] };
}

const services = '/api/v1/namespaces/default/services';
const slices = '/apis/discovery.k8s.io/v1/namespaces/default/endpointslices';
const port = { name: 'http', port: 80 };

/** A ClusterIP Service of both families, whose endpoints are written by hand. */
export async function clusterIpService({ api, nextAddresses }: World, name: string): Promise<Cast> {
  const path = `${services}/${name}`;
  const spec = { ipFamilyPolicy: 'RequireDualStack', ports: [port] };
  const created = await api<Service>('POST', services, { metadata: { name }, spec });
  const slice = (address: string) => ({ endpoints: [{ addresses: [address] }] });
  await api('POST', slices, {
    metadata: { name: `${name}-1`, labels: { 'kubernetes.io/service-name': name } },
    addressType: 'IPv4',
    ports: [port],
    ...slice(nextAddresses()[0]),
  });
  const own = `${name}.default.svc.${zone}`;
  const addresses = addressNames(own, `${name}.${zone}`);
  addresses.become(created.spec.clusterIPs);
  const srv = probedName(`_http._tcp.${own}`, 'SRV');
  srv.become([`0 100 80 ${own}`]);
  const title = `Service ${name}`;
  return {
    names: [...addresses.names, srv],
    happenings: [
      {
        kind: 'change',
        title: `${title} is of every type, one after the other`,
        of: [title],
        run: async (random) => {
          for (const type of ['NodePort', 'LoadBalancer', 'ClusterIP']) {
            await api('PATCH', path, { spec: { type } });
            await hesitate(random);
          }
        },
      },
      {
        kind: 'change',
        title: `${title} has a second port for a while`,
        of: [title],
        run: async (random) => {
          await api('PATCH', path, { spec: { ports: [port, { name: 'https', port: 443 }] } });
          await hesitate(random);
          await api('PATCH', path, { spec: { ports: [port] } });
        },
      },
      {
        kind: 'roll-out',
        title: `${title} loses all endpoints and has another`,
        of: [title],
        run: async (random) => {
          await api('PATCH', `${slices}/${name}-1`, { endpoints: [] });
          await hesitate(random);
          await api('PATCH', `${slices}/${name}-1`, slice(nextAddresses()[0]));
        },
      },
    ],
  };
}
