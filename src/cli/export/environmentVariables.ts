import type { ClusterIpService, Service } from '../../model/service.ts';
import { socketText } from '../../socketText.ts';

/** One variable of a container's environment. */
export type EnvironmentVariable = readonly [name: string, value: string];

/**
 * The variables that the kubelet injects into containers of a namespace: those of every Service with a
 * cluster IP there, and always those of the API server's own, `default/kubernetes`. One of the namespace wins
 * over it, when it has the same name. In the order of the Services' names.
 */
export const environmentVariables = (
  services: readonly Service[],
  namespace: string,
): readonly EnvironmentVariable[] => {
  const byName = new Map<string, ClusterIpService>();
  for (const service of services) {
    if (service.kind !== 'cluster-ip') continue;
    const isMaster = service.namespace === 'default' && service.name === 'kubernetes';
    if (service.namespace === namespace || (isMaster && !byName.has(service.name))) {
      byName.set(service.name, service);
    }
  }
  return [...byName]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, service]) => [...serviceVariables(service), ...linkVariables(service)]);
};

/**
 * `WEB_SERVICE_HOST`, `WEB_SERVICE_PORT` (that of the first port) and `WEB_SERVICE_PORT_HTTP` for each named
 * port.
 */
const serviceVariables = ({ name, clusterIps, ports }: ClusterIpService): EnvironmentVariable[] => {
  const prefix = `${variableName(name)}_SERVICE`;
  const [first] = ports;
  return [
    [`${prefix}_HOST`, clusterIps[0] ?? ''],
    ...(first === undefined ? [] : [[`${prefix}_PORT`, String(first.port)] as const]),
    ...ports
      .filter((port) => port.name !== '')
      .map((port) => [`${prefix}_PORT_${variableName(port.name)}`, String(port.port)] as const),
  ];
};

/** `WEB_PORT=tcp://…` and `WEB_PORT_80_TCP…`, in the style of Docker's old links. */
const linkVariables = ({ name, clusterIps, ports }: ClusterIpService): EnvironmentVariable[] => {
  const prefix = variableName(name);
  const address = clusterIps[0] ?? '';
  return ports.flatMap(({ port, protocol }, index): EnvironmentVariable[] => {
    const url = `${protocol}://${socketText({ host: address, port })}`;
    const link = `${prefix}_PORT_${port}_${protocol.toUpperCase()}`;
    return [
      ...(index === 0 ? [[`${prefix}_PORT`, url] as const] : []),
      [link, url],
      [`${link}_PROTO`, protocol],
      [`${link}_PORT`, String(port)],
      [`${link}_ADDR`, address],
    ];
  });
};

/** As the kubelet does it: capitals, and `_` for `-`; nothing else is replaced. */
const variableName = (text: string): string => text.toUpperCase().replaceAll('-', '_');
