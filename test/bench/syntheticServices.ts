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
