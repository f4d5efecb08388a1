/** Services as the API has them, made by number. */
export const syntheticNamespace = 'bench';

/** A ClusterIP Service with two named ports: an A and two SRV records. */
export function clusterIpService(index: number): object {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: serviceName(index), namespace: syntheticNamespace },
    spec: { clusterIP: clusterIp(index), clusterIPs: [clusterIp(index)], ports: twoPorts },
  };
}

/** What the specification wants for {@link clusterIpService}, as dig prints it. */
export function clusterIpLines(index: number, zone: string, ttlSeconds = 30): readonly string[] {
  const name = `${serviceName(index)}.${syntheticNamespace}.svc.${zone}`;
  return [
    `${name} ${ttlSeconds} IN A ${clusterIp(index)}`,
    ...twoPorts.map(
      ({ name: port, port: number }) => `_${port}._tcp.${name} ${ttlSeconds} IN SRV 0 100 ${number} ${name}`,
    ),
  ];
}

export const versionLine = (zone: string, ttlSeconds = 30): string =>
  `dns-version.${zone} ${ttlSeconds} IN TXT "1.1.0"`;

export const twoPorts = [
  { name: 'http', protocol: 'TCP', port: 80 },
  { name: 'metrics', protocol: 'TCP', port: 9090 },
] as const;

export const serviceName = (index: number): string => `service-${String(index).padStart(5, '0')}`;

/** In 10.96.0.0/12, leaving out its first addresses. */
const clusterIp = (index: number): string => {
  const number = index + 0x1_0000;
  return `10.${96 + (number >> 16)}.${(number >> 8) & 255}.${number & 255}`;
};

/** A headless Service; its endpoints are in {@link endpointSlice}. */
export function headlessService(index: number): object {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: headlessName(index), namespace: syntheticNamespace },
    spec: { clusterIP: 'None', ports: twoPorts },
  };
}

export const endpointsPerSlice = 100;

/** The endpoints of a headless Service, all ready, with two named ports: four records each. */
export function endpointSlice(index: number): object {
  const labels = { 'kubernetes.io/service-name': headlessName(index) };
  return {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: { name: `${headlessName(index)}-slice`, namespace: syntheticNamespace, labels },
    addressType: 'IPv4',
    ports: twoPorts,
    endpoints: podAddresses(index).map((address, pod) => ({
      addresses: [address],
      conditions: { ready: true, serving: true, terminating: false },
      nodeName: `node-${pod % 100}`,
      targetRef: { kind: 'Pod', name: `${headlessName(index)}-${pod}`, namespace: syntheticNamespace },
    })),
  };
}

/** What the specification wants for {@link headlessService} and {@link endpointSlice}, as dig prints it. */
export function headlessLines(index: number, zone: string, ttlSeconds = 5): readonly string[] {
  const name = `${headlessName(index)}.${syntheticNamespace}.svc.${zone}`;
  return podAddresses(index).flatMap((address) => {
    const pod = `${address.replaceAll('.', '-')}.${name}`;
    return [
      `${name} ${ttlSeconds} IN A ${address}`,
      `${pod} ${ttlSeconds} IN A ${address}`,
      ...twoPorts.map(
        ({ name: port, port: number }) => `_${port}._tcp.${name} ${ttlSeconds} IN SRV 0 100 ${number} ${pod}`,
      ),
    ];
  });
}

export const headlessName = (index: number): string => `headless-${String(index).padStart(4, '0')}`;

/** In 10.128.0.0/9. */
const podAddresses = (index: number): readonly string[] =>
  Array.from({ length: endpointsPerSlice }, (_, pod) => {
    const number = index * endpointsPerSlice + pod;
    return `10.${128 + (number >> 16)}.${(number >> 8) & 255}.${number & 255}`;
  });
