import { addressRrsets } from './addressRrsets.ts';
import { joinRrsets, type OracleRrset } from './joinRrsets.ts';
import type { Endpoint, Service } from './readService.ts';

const addressTtl = 30;
const endpointTtl = 5;

/** What stands at a name of the Service, and at the names of its ports. */
export const serviceRrsets = (service: Service, name: string, own: string): readonly OracleRrset[] => {
  const { alias, addresses, endpoints } = service;
  if (alias !== undefined) return [{ name, type: 'CNAME', ttlSeconds: addressTtl, rdatas: [alias] }];
  if (endpoints === undefined)
    return addresses.length === 0
      ? []
      : [...addressRrsets(name, addresses, addressTtl), ...clusterPorts(service, name)];
  const answers = addressRrsets(
    name,
    endpoints.map(({ address }) => address),
    endpointTtl,
  );
  return [...answers, ...endpointPorts(endpoints, name, own)];
};

const clusterPorts = ({ ports }: Service, name: string): OracleRrset[] =>
  joinRrsets(
    ports.map(({ name: port, protocol, port: number }) => ({
      name: `_${port}._${protocol}.${name}`,
      type: 'SRV',
      ttlSeconds: addressTtl,
      rdatas: [`0 100 ${number} ${name}`],
    })),
  );

const endpointPorts = (endpoints: readonly Endpoint[], name: string, own: string): OracleRrset[] =>
  joinRrsets(
    endpoints.flatMap(({ label, ports }) =>
      ports.map(({ name: port, protocol, port: number }) => ({
        name: `_${port}._${protocol}.${name}`,
        type: 'SRV',
        ttlSeconds: endpointTtl,
        rdatas: [`0 100 ${number} ${label}.${own}`],
      })),
    ),
  );

/** What stands at the names of its endpoints. */
export const endpointRrsets = ({ endpoints = [] }: Service, own: string): readonly OracleRrset[] =>
  joinRrsets(
    endpoints.flatMap(({ label, address }) => addressRrsets(`${label}.${own}`, [address], endpointTtl)),
  );
