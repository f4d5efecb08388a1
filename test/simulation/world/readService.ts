import { at, type Json, list, textAt, texts } from './json.ts';

/** A Service as the Kubernetes DNS specification 1.1.0 sees it. */
export type Service = {
  readonly namespace: string;
  readonly name: string;
  readonly created: string;
  readonly hostnames: readonly string[];
  readonly alias: string | undefined;
  readonly addresses: readonly string[];
  /** A load balancer gives its addresses. */
  readonly isBalanced: boolean;
  /** Undefined: not headless. */
  readonly endpoints: readonly Endpoint[] | undefined;
  readonly ports: readonly Port[];
};
export type Port = { readonly name: string; readonly protocol: string; readonly port: number };
/** `label`: what its own name begins with (§2.4.1). */
export type Endpoint = { readonly address: string; readonly label: string; readonly ports: readonly Port[] };

export const readService = (json: Json, slices: readonly Json[]): Service => {
  const namespace = textAt(json, 'metadata', 'namespace');
  const name = textAt(json, 'metadata', 'name');
  const isAlias = at(json, 'spec', 'type') === 'ExternalName';
  const isHeadless = !isAlias && at(json, 'spec', 'clusterIP') === 'None';
  const clusterIps = texts(at(json, 'spec', 'clusterIPs'));
  // By the annotation `addresses: external` the name has what the load balancer gives (RECORDS.md 9).
  const isOutside = textAt(json, 'metadata', 'annotations', 'k8s-bind.io/addresses') === 'external';
  const given = list(at(json, 'status', 'loadBalancer', 'ingress')).map((entry) => textAt(entry, 'ip'));
  const asked = textAt(json, 'metadata', 'annotations', 'k8s-bind.io/hostname');
  return {
    namespace,
    name,
    created: textAt(json, 'metadata', 'creationTimestamp'),
    hostnames: asked.split(',').filter((host) => host !== ''),
    alias: isAlias ? `${textAt(json, 'spec', 'externalName')}.` : undefined,
    addresses: isAlias || isHeadless ? [] : isOutside ? given : clusterIps,
    isBalanced: isOutside && at(json, 'spec', 'type') === 'LoadBalancer',
    endpoints: isHeadless ? endpointsOf(namespace, name, slices) : undefined,
    ports: isAlias ? [] : portsOf(at(json, 'spec', 'ports')),
  };
};

/** Unnamed ports have no SRV (§2.3.2). */
const portsOf = (ports: unknown): readonly Port[] =>
  list(ports)
    .filter((port) => textAt(port, 'name') !== '')
    .map((port) => ({
      name: textAt(port, 'name'),
      protocol: textAt(port, 'protocol').toLowerCase(),
      port: Number(port['port']),
    }));

/** Ready ones; `ready` absent is ready. An address that stands in two places counts once. */
const endpointsOf = (namespace: string, service: string, slices: readonly Json[]): readonly Endpoint[] =>
  slices
    .filter(
      (slice) =>
        at(slice, 'metadata', 'namespace') === namespace &&
        at(slice, 'metadata', 'labels', 'kubernetes.io/service-name') === service,
    )
    .flatMap((slice) =>
      list(slice['endpoints'])
        .filter((endpoint) => at(endpoint, 'conditions', 'ready') !== false)
        .flatMap((endpoint) =>
          texts(endpoint['addresses']).map((address) => ({
            address,
            label: textAt(endpoint, 'hostname') || address.replaceAll('.', '-'),
            ports: portsOf(slice['ports']),
          })),
        ),
    );
