import { readFileSync } from 'node:fs';
import { isIPv4 } from 'node:net';
import type { DesiredZone } from '../../controller/desired/desiredZone.ts';
import { isServiceSnapshot, type OriginSnapshot } from '../../model/originSnapshot.ts';
import type { ServiceKey } from '../../model/service.ts';
import { objectUnit } from '../../zone/unit.ts';
import { runTool } from '../runTool.ts';
import { type Finding, ok, warning } from './finding.ts';

export type RouteSituation = {
  readonly desired: DesiredZone;
  readonly services: readonly ServiceKey[];
  readonly snapshot: (key: ServiceKey) => OriginSnapshot | undefined;
  readonly env: NodeJS.ProcessEnv;
};

/**
 * Published cluster IPs lead somewhere only on a node, or where a route to a node was made: other hosts of
 * the LAN need one.
 */
export const checkRoutes = async (situation: RouteSituation): Promise<readonly Finding[]> => {
  const address = publishedClusterIp(situation);
  if (address === undefined) return [];
  const table = routeTable();
  if (table !== undefined && hasRoute(table, address)) return [ok('route', `there is a route to ${address}`)];
  if (await isNode(situation.env))
    return [ok('route', `this host is a node and leads ${address} to its pods`)];
  const message = `${address} and other cluster IPs have no route from this host: they lead somewhere only on a node`;
  return [
    warning('route', message, 'a route to a node on each host; or --addresses endpoints, external or node'),
  ];
};

/** The first IPv4 address in canonical order of the names; the others are of the same network. */
const publishedClusterIp = ({ desired, services, snapshot }: RouteSituation): string | undefined => {
  for (const key of [...services].sort()) {
    const found = snapshot(key);
    const service = found !== undefined && isServiceSnapshot(found) ? found.service : undefined;
    if (service?.kind !== 'cluster-ip') continue;
    const published = desired
      .rrsetsOf(desired.source(objectUnit(key)))
      .flatMap(({ type, rdatas }) => (type === 'A' ? rdatas : []));
    const address = service.clusterIps.find((ip) => isIPv4(ip) && published.includes(ip));
    if (address !== undefined) return address;
  }
  return undefined;
};

/** The kernel's table for IPv4 (proc(5)); undefined where there is none. */
const routeTable = (): string | undefined => {
  try {
    return readFileSync('/proc/net/route', 'utf8');
  } catch {
    return undefined;
  }
};

/**
 * Whether a route other than the default one covers the address. The table has its numbers in hexadecimal, in
 * the order of a little-endian host.
 */
export const hasRoute = (table: string, address: string): boolean => {
  const target = address.split('.').reduceRight((sum, octet) => sum * 256 + Number(octet), 0);
  return table
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.trim().split(/\s+/))
    .some(([, destination = '', , , , , , mask = '']) => {
      const bits = Number.parseInt(mask, 16);
      return bits !== 0 && (target & bits) >>> 0 === (Number.parseInt(destination, 16) & bits) >>> 0;
    });
};

/** kube-proxy's own rules, by iptables or by nftables; they can be seen only by root. */
const isNode = async (env: NodeJS.ProcessEnv): Promise<boolean> => {
  const iptables = await runTool('iptables', ['-t', 'nat', '-S', 'KUBE-SERVICES'], { env });
  if (!iptables.failed) return true;
  const nft = await runTool('nft', ['list', 'tables'], { env });
  return !nft.failed && nft.stdout.includes('kube-proxy');
};
