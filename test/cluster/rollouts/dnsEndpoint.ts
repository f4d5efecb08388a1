import { type Cast, hesitate } from './happening.ts';
import { addressNames } from './probedName.ts';
import { type World, zone } from './world.ts';

const dnsEndpoints = '/apis/externaldns.k8s.io/v1alpha1/namespaces/default/dnsendpoints';

/** A DNSEndpoint, whose targets somebody changes. */
export async function dnsEndpoint({ api, nextAddresses }: World, name: string): Promise<Cast> {
  const dnsName = `${name}.points.${zone}`;
  const names = addressNames(dnsName);
  const endpointsOf = ([ipv4, ipv6]: readonly [string, string]): readonly object[] => [
    { dnsName, recordType: 'A', targets: [ipv4] },
    { dnsName, recordType: 'AAAA', targets: [ipv6] },
  ];
  let addresses = nextAddresses();
  names.become(addresses);
  const object = { apiVersion: 'externaldns.k8s.io/v1alpha1', kind: 'DNSEndpoint', metadata: { name } };
  await api('POST', dnsEndpoints, { ...object, spec: { endpoints: endpointsOf(addresses) } });
  const put = (...more: readonly object[]): Promise<unknown> =>
    api('PATCH', `${dnsEndpoints}/${name}`, { spec: { endpoints: [...endpointsOf(addresses), ...more] } });
  const title = `DNSEndpoint ${name}`;
  return {
    names: names.names,
    happenings: [
      {
        kind: 'roll-out',
        title: `${title} has other targets`,
        of: [title],
        run: async () => {
          addresses = nextAddresses();
          names.become(addresses);
          await put();
        },
      },
      {
        kind: 'change',
        title: `${title} has a bad entry for a while`,
        of: [title],
        run: async (random) => {
          await put({ dnsName: `bad.${dnsName}`, recordType: 'A', targets: ['none'] });
          await hesitate(random);
          await put();
        },
      },
    ],
  };
}
