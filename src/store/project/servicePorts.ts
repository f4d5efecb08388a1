import type { EndpointPort } from '../../model/endpointSlice.ts';
import type { Protocol, ServicePort } from '../../model/service.ts';
import { arrayAt, isJsonObject, type JsonObject, textAt } from '../jsonObject.ts';
import type { Interner } from './interner.ts';
import type { ProblemList } from './projection.ts';

/** `spec.ports` of a Service. An entry that cannot be read is left out, and is a problem. */
export const servicePorts = (spec: JsonObject, interner: Interner, problems: ProblemList) =>
  interner.list(
    readPorts(spec, 'spec.ports', problems).map(
      ({ json, protocol, port }): ServicePort => ({
        name: interner.text(textAt(json, 'name')),
        protocol,
        port,
        nodePort: portNumber(json['nodePort']) ?? 0,
      }),
    ),
  );

/**
 * `ports` of an EndpointSlice or of a subset of Endpoints. A port without a number means all ports: not kept.
 */
export const endpointPorts = (parent: JsonObject, field: string, interner: Interner, problems: ProblemList) =>
  interner.list(
    readPorts(parent, field, problems).map(
      ({ json, protocol, port }): EndpointPort => ({
        name: interner.text(textAt(json, 'name')),
        protocol,
        port,
      }),
    ),
  );

type ReadPort = { readonly json: JsonObject; readonly protocol: Protocol; readonly port: number };

const readPorts = (parent: JsonObject, field: string, problems: ProblemList): readonly ReadPort[] => {
  const ports: ReadPort[] = [];
  for (const [index, json] of arrayAt(parent, 'ports').entries()) {
    const at = `${field}[${index}]`;
    if (!isJsonObject(json)) {
      problems.add(at, json, 'an object');
      continue;
    }
    if ((json['port'] ?? undefined) === undefined) continue;
    const protocol = protocols.get(json['protocol'] ?? '');
    const port = portNumber(json['port']);
    if (protocol === undefined) problems.add(`${at}.protocol`, json['protocol'], 'TCP, UDP or SCTP');
    else if (port === undefined) problems.add(`${at}.port`, json['port'], 'a number from 1 to 65535');
    else ports.push({ json, protocol, port });
  }
  return ports;
};

/** The API fills in TCP; a manifest may leave it out. */
const protocols: ReadonlyMap<unknown, Protocol> = new Map([
  ['', 'tcp'],
  ['TCP', 'tcp'],
  ['UDP', 'udp'],
  ['SCTP', 'sctp'],
]);

const portNumber = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= 0xffff ? value : undefined;
